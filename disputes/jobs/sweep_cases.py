"""Lets deadlines that have passed move cases on, and gives back cases whose lease has ended.

The clock holds without it (`disputes.progress`): it only makes lists and queues show what is so.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from disputes.models import Appeal, RemovalRequest
from disputes.progress import FREE, RELATED, apply_deadline
from policy.terms import RequestStatus
from tenants.models import Tenant

BATCH = 200


def sweep_cases(*, tenant: Tenant, now: datetime) -> int:
    """How many cases moved on, at most BATCH; rows that somebody locks now wait for the next time."""
    passed = Q(status=RequestStatus.AWAITING_BUYER, buyer_reply_due_at__lte=now) | Q(
        status=RequestStatus.MORE_INFORMATION, more_information_due_at__lte=now
    )
    due = (
        RemovalRequest.objects.filter(passed)
        .order_by("due_at", "id")
        .select_for_update(of=("self",), skip_locked=True)
        .select_related(*RELATED[:1])[:BATCH]
    )
    moved = sum(apply_deadline(case, tenant=tenant, now=now) for case in due)
    free_ended_leases(now=now)
    return moved


def free_ended_leases(*, now: datetime) -> int:
    """An ended lease is nobody's already; the row says so too."""
    freed = 0
    for model in (RemovalRequest, Appeal):
        ended = model.objects.filter(claimed_until__lte=now)
        ids = list(ended.select_for_update(of=("self",), skip_locked=True).order_by("id")[:BATCH])
        freed += model.objects.filter(pk__in=[each.pk for each in ids], claimed_until__lte=now).update(**FREE)
    return freed
