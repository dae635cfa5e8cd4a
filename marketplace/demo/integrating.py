"""Shows one marketplace of the demo connected to its shop: a key, and an address that stopped taking what was sent.

Nothing is ever sent: the address was stopped before the demo began, and nobody has the key's text.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from uuid6 import uuid7

from integrations.actions.add_endpoint import add_endpoint
from integrations.actions.issue_key import issue_key
from integrations.actions.send_test import send_test
from integrations.webhooks.disabling import disable
from tenants.models import Member, Tenant

SLUG = "game-goods"
ADDRESS = "https://hooks.example.com/touchstone"


def write_integrating(*, tenant: Tenant, lead: Member, now: datetime) -> None:
    if tenant.slug != SLUG:
        return
    began, failed = now - timedelta(days=20), now - timedelta(days=6)
    issue_key(
        tenant=tenant,
        by=lead,
        name="Reports of the month",
        scopes=["ratings:read", "reviews:read", "transparency:read"],
        expires_at=began + timedelta(days=365),
        key_id=uuid7(),
        now=began,
    )
    kinds = ["review.published", "review.removed", "request.decided"]
    added = add_endpoint(tenant=tenant, by=lead, url=ADDRESS, events=kinds, description="Orders of the shop", now=began)
    send_test(tenant=tenant, by=lead, endpoint_id=added.endpoint.pk, now=began)
    disable(added.endpoint, "failures", tenant=tenant, now=failed)
