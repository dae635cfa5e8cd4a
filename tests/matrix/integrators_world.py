"""What integrators set up in a marketplace of the matrix: keys, endpoints of webhooks, and what was sent to them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.actions.create_api_key import create_api_key
from integrations.actions.add_endpoint import add_endpoint
from integrations.actions.send_test import send_test
from integrations.models import WebhookAttempt, WebhookDelivery

if TYPE_CHECKING:
    from tenants.models import Member
    from tests.cast import Cast


def integrators_ids(cast: Cast, ivan: Member, key: Any, mark: str) -> dict[str, str]:
    """Call it inside the marketplace."""
    now = timezone.now()
    added = add_endpoint(tenant=cast.tenant, by=ivan, url=f"https://{mark}.example/hook", now=now)
    delivery = send_test(tenant=cast.tenant, by=ivan, endpoint_id=added.endpoint.pk, now=now)
    _tried(delivery, mark)
    return {
        "api key": str(key.pk),
        "webhook endpoint": str(added.endpoint.pk),
        "webhook delivery": str(delivery.pk),
    }


def more_integrating(cast: Cast, ids: dict[str, str], members: list[Member], numbers: range) -> None:
    """Keys of each of the members, and more endpoints, deliveries and tries. Call it inside the marketplace."""
    now, delivery = timezone.now(), WebhookDelivery.objects.get(pk=ids["webhook delivery"])
    for number in numbers:
        for member in members:
            create_api_key(tenant=cast.tenant, user=member.user, scopes=["policy:read"], name=f"For {number}", now=now)
        url = f"https://crowd-{number}.example/hook"
        add_endpoint(tenant=cast.tenant, by=cast.laura, url=url, now=now)
        send_test(tenant=cast.tenant, by=cast.laura, endpoint_id=delivery.endpoint_id, now=now)
        _tried(delivery, f"try {number}")


def _tried(delivery: WebhookDelivery, words: str) -> None:
    WebhookAttempt.objects.create(
        tenant=delivery.tenant,
        delivery=delivery,
        at=timezone.now() - timedelta(seconds=1),
        status=500,
        milliseconds=12,
        answer=f"Broken, says {words}.",
    )
