"""Deletes notifications that were read as long ago as policy says, and those that were for an e-mail alone."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from notifications.models import Notification
from policy.retention import notifications as kept_for
from tenants.models import Tenant
from tenants.queries import policy_in_force
from tenants.scope import tenant_scope

BATCH = 5000
"""Rows deleted in one transaction."""


def forget_read(*, tenant: Tenant, now: datetime) -> int:
    """How many were deleted; those that another worker deletes at this moment are left to it.

    What nobody has read yet stays, and so does what still waits to be sent.
    """
    forgotten = 0
    with tenant_scope(tenant):
        long_ago = now - kept_for(policy_in_force(at=now).policy)
    waits = Q(email_due_at__isnull=False, emailed_at=None)
    over = Q(read_at__lt=long_ago) | (Q(shown=False, created_at__lt=long_ago) & ~waits)
    while True:
        with tenant_scope(tenant):
            held = Notification.objects.filter(over, tenant=tenant).select_for_update(of=("self",), skip_locked=True)
            ids = list(held.values_list("pk", flat=True)[:BATCH])
            Notification.objects.filter(tenant=tenant, pk__in=ids).delete()
        forgotten += len(ids)
        if len(ids) < BATCH:
            return forgotten
