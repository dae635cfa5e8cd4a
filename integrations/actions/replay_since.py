"""Sends an endpoint everything that it listens to since a moment once more, what it missed among it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit.actions.record_entry import record_entry
from integrations.models import WebhookDelivery, WebhookMessage
from integrations.permissions import check_integrates
from integrations.webhooks.listening import held_endpoint
from integrations.webhooks.sending import nudge_sender, refuse_disabled
from notifications.events import TEST
from tenants.models import Member, Tenant

BATCH = 1000


@transaction.atomic
def replay_since(*, tenant: Tenant, by: Member | None, endpoint_id: UUID, since: datetime, now: datetime) -> int:
    """How many wait to be sent now: every event from `since` on that is still kept, also from before the endpoint was.

    Raises NotPermitted, NotThere, and UnableToSend (`conflict`) where the endpoint is disabled.
    """
    check_integrates(by)
    held = held_endpoint(endpoint_id)
    refuse_disabled(held)
    messages = WebhookMessage.objects.filter(at__gte=since).exclude(kind=TEST)
    if held.events:
        messages = messages.filter(kind__in=held.events)
    again = {
        "state": WebhookDelivery.State.WAITING,
        "attempts": 0,
        "next_at": now,
        "lease": None,
        "leased_until": None,
        "delivered_at": None,
    }
    known = WebhookDelivery.objects.filter(endpoint=held, message__in=messages)
    missed = messages.exclude(pk__in=WebhookDelivery.objects.filter(endpoint=held).values("message_id"))
    ids = list(missed.order_by("at", "id").values_list("pk", flat=True))
    count = known.update(**again) + len(ids)
    rows = [WebhookDelivery(tenant=tenant, endpoint=held, message_id=each, next_at=now, created_at=now) for each in ids]
    WebhookDelivery.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    data = {"since": since.isoformat(), "deliveries": count}
    record_entry(tenant=tenant, by=by, action="webhooks.replayed_since", subject=held, now=now, data=data)
    nudge_sender(tenant)
    return count
