"""Forgets what endpoints were told, and how it went, a month later."""

from __future__ import annotations

from datetime import datetime, timedelta

from integrations.jobs.pass_on import pass_on
from integrations.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookMessage
from tenants.models import Tenant
from tenants.scope import tenant_scope

KEPT = timedelta(days=30)
BATCH = 2000
"""Messages forgotten in one transaction."""


def forget_webhooks(*, tenant: Tenant, now: datetime) -> int:
    """How many messages were forgotten, each with its deliveries and attempts; then endpoints that were removed."""
    # What was noted before the last listener left goes too.
    pass_on(tenant=tenant, now=now)
    forgotten = 0
    while True:
        with tenant_scope(tenant):
            old = WebhookMessage.objects.filter(at__lte=now - KEPT).order_by("at")
            held = old.select_for_update(of=("self",), skip_locked=True)
            ids = list(held.values_list("pk", flat=True)[:BATCH])
            WebhookAttempt.objects.filter(delivery__message__in=ids).delete()
            WebhookDelivery.objects.filter(message__in=ids).delete()
            WebhookMessage.objects.filter(pk__in=ids).delete()
            if len(ids) < BATCH:
                gone = WebhookEndpoint.objects.filter(removed_at__lte=now - KEPT)
                gone.exclude(pk__in=WebhookDelivery.objects.values("endpoint_id")).delete()
        forgotten += len(ids)
        if len(ids) < BATCH:
            return forgotten
