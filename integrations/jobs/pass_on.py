"""Passes on what was announced: a message for each event, and a delivery of it to everybody who listens."""

from __future__ import annotations

from datetime import datetime

from integrations.models import WebhookDelivery, WebhookMessage
from integrations.webhooks.listening import living
from integrations.webhooks.sending import nudge_sender
from integrations.webhooks.telling import Teller
from notifications.actions.take_announcements import AT_ONCE, take_announcements
from tenants.models import Tenant
from tenants.scope import tenant_scope


def pass_on(*, tenant: Tenant, now: datetime) -> int:
    """How many events were passed on.

    An announcement leaves the outbox in the transaction that keeps its message, so there is one message of each,
    however often and wherever this runs. What nobody listens to is not kept.
    """
    passed = 0
    while True:
        with tenant_scope(tenant):
            taken = take_announcements(tenant=tenant)
            listeners = list(living()) if taken else []
            teller = Teller(tenant, now)
            heard = [each for each in taken if any(listener.hears(each.kind) for listener in listeners)]
            messages = [teller.message_of(each) for each in heard]
            WebhookMessage.objects.bulk_create(messages)
            deliveries = [
                WebhookDelivery(tenant=tenant, endpoint=listener, message=message, next_at=now, created_at=now)
                for message in messages
                for listener in listeners
                if listener.is_on and listener.hears(message.kind)
            ]
            WebhookDelivery.objects.bulk_create(deliveries)
            if deliveries:
                nudge_sender(tenant)
        passed += len(taken)
        if len(taken) < AT_ONCE:
            return passed
