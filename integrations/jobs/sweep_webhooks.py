"""Finds what no nudge reached: events that were announced, and deliveries that are due."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from integrations.jobs.pass_on import pass_on
from integrations.models import WebhookDelivery
from integrations.webhooks.sending import due, nudge_sender
from tenants.models import Tenant
from tenants.scope import tenant_scope


def sweep_webhooks(*, tenant: Tenant, now: datetime) -> bool:
    """Pass on what waits in the outbox, and wake a sender if there is anything to send; whether there is."""
    if not tenant.listens:
        return False
    pass_on(tenant=tenant, now=now)
    with tenant_scope(tenant):
        waiting = WebhookDelivery.objects.filter(due(now), endpoint__removed_at__isnull=True).exists()
    if waiting:
        with transaction.atomic():
            nudge_sender(tenant)
    return waiting
