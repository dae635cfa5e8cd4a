"""Sends a delivery once more, whatever became of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit.actions.record_entry import record_entry
from integrations.models import WebhookDelivery
from integrations.permissions import check_integrates
from integrations.queries import delivery_of
from integrations.webhooks.listening import held_endpoint
from integrations.webhooks.sending import nudge_sender, refuse_disabled
from tenants.models import Member, Tenant


@transaction.atomic
def replay_delivery(*, tenant: Tenant, by: Member | None, delivery_id: UUID, now: datetime) -> WebhookDelivery:
    """The delivery, which waits to be sent again with the same webhook-id; its tries so far stay in the log.

    Raises NotPermitted, NotThere, and UnableToSend (`conflict`) where the endpoint is disabled.
    """
    check_integrates(by)
    held = held_endpoint(delivery_of(by, delivery_id).endpoint_id)
    refuse_disabled(held)
    locked = WebhookDelivery.objects.select_for_update(of=("self",), no_key=True)
    delivery = locked.select_related("message", "endpoint").get(pk=delivery_id)
    delivery.state, delivery.attempts, delivery.next_at = WebhookDelivery.State.WAITING, 0, now
    delivery.lease = delivery.leased_until = delivery.delivered_at = None
    delivery.save()
    record_entry(tenant=tenant, by=by, action="webhooks.replayed", subject=delivery, now=now)
    nudge_sender(tenant)
    return delivery
