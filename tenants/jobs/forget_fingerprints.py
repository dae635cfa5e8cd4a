"""Deletes fingerprints whose time is over."""

from __future__ import annotations

from datetime import datetime

from tenants.models import Fingerprint, Tenant
from tenants.scope import tenant_scope

BATCH = 5000
"""Rows deleted in one transaction."""


def forget_fingerprints(*, tenant: Tenant, now: datetime) -> int:
    """How many were deleted; those that another worker deletes at this moment are left to it."""
    forgotten = 0
    while True:
        with tenant_scope(tenant):
            over = Fingerprint.objects.filter(tenant=tenant, expires_at__lte=now).order_by("expires_at")
            held = over.select_for_update(of=("self",), skip_locked=True)
            ids = list(held.values_list("pk", flat=True)[:BATCH])
            Fingerprint.objects.filter(tenant=tenant, pk__in=ids).delete()
        forgotten += len(ids)
        if len(ids) < BATCH:
            return forgotten
