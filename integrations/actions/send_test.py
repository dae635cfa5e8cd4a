"""Sends an endpoint a test event, to see whether it answers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import uuid6
from django.db import transaction

from audit.actions.record_entry import record_entry
from integrations.models import WebhookDelivery
from integrations.permissions import check_integrates
from integrations.webhooks.listening import held_endpoint
from integrations.webhooks.sending import nudge_sender, refuse_disabled
from integrations.webhooks.telling import new_message
from notifications.events import TEST
from tenants.models import Member, Tenant


@transaction.atomic
def send_test(*, tenant: Tenant, by: Member | None, endpoint_id: UUID, now: datetime) -> WebhookDelivery:
    """The delivery of a `webhook.test`, which waits to be sent like any other; whatever the endpoint hears of.

    Raises NotPermitted, NotThere, and UnableToSend (`conflict`) where the endpoint is disabled.
    """
    check_integrates(by)
    held = held_endpoint(endpoint_id)
    refuse_disabled(held)
    message = new_message(
        tenant, message_id=uuid6.uuid7(), kind=TEST, data={"endpoint": held.pk, "marketplace": tenant.slug}, at=now
    )
    message.save(force_insert=True)
    delivery = WebhookDelivery.objects.create(
        tenant=tenant, endpoint=held, message=message, next_at=now, created_at=now
    )
    record_entry(tenant=tenant, by=by, action="webhooks.test_sent", subject=held, now=now)
    nudge_sender(tenant)
    return delivery
