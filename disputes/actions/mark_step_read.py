"""Whoever a caution or a suspension is against has opened its page: from now on they count as informed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.models import Letter, MisuseStep
from disputes.queries import is_subject
from tenants.models import Member, Tenant


@transaction.atomic
def mark_step_read(*, tenant: Tenant, by: Member, step: MisuseStep, now: datetime) -> bool:
    """Whether this was the first time. Others who may read it (leads, say) inform nobody by it."""
    if not is_subject(by, step):
        return False
    first = Letter.objects.filter(step=step, read_at__isnull=True).update(read_at=now)
    if first:
        record_entry(tenant=tenant, by=by, action="misuse.read", subject=step, now=now)
    return bool(first)
