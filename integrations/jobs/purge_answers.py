"""Forgets kept answers when their day is over."""

from __future__ import annotations

from datetime import datetime

from integrations.models import StoredAnswer
from integrations.models.idempotency import KEPT
from tenants.models import Tenant
from tenants.scope import tenant_scope

BATCH = 5000


def purge_answers(*, tenant: Tenant, now: datetime) -> int:
    """Delete the answers of `tenant` older than a day, some thousand a transaction; how many there were."""
    purged = 0
    while True:
        with tenant_scope(tenant):
            old = StoredAnswer.objects.filter(created_at__lte=now - KEPT).order_by("created_at")
            ids = list(old.values_list("pk", flat=True)[:BATCH])
            StoredAnswer.objects.filter(pk__in=ids).delete()
        purged += len(ids)
        if len(ids) < BATCH:
            return purged
