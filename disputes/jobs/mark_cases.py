"""Writes the queue's words of open cases that wait for them: cases of before, and those that a group has taken in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F

from disputes.models import OPEN, GroupReview, RemovalRequest
from disputes.progress import RELATED
from disputes.queue.marks import keep_marks
from tenants.models import Tenant

BATCH = 200
_OPEN = [status.value for status in OPEN]


def mark_cases(*, tenant: Tenant, now: datetime) -> int:
    """How many cases were marked, at most BATCH; rows that somebody locks now wait for the next time."""
    held = list(
        RemovalRequest.objects.filter(pk__in=_waiting(), status__in=_OPEN)
        .order_by("id")
        .select_for_update(of=("self",), skip_locked=True)
        .values_list("pk", flat=True)
    )
    return _mark(held, now=now)


def _mark(ids: Iterable[UUID], *, now: datetime) -> int:
    cases = list(RemovalRequest.objects.filter(pk__in=list(ids)).select_related(*RELATED))
    for case in cases:
        keep_marks(case, now=now)
    return len(cases)


def _waiting() -> list[UUID]:
    unmarked = RemovalRequest.objects.filter(marked_at__isnull=True, status__in=_OPEN).order_by("id")
    return [*unmarked.values_list("pk", flat=True)[:BATCH], *_taken_in()][:BATCH]


def _taken_in() -> list[UUID]:
    """Cases whose review has become one of a group since; their own work did not tell them."""
    cases = "review__removal_requests"
    since = {f"{cases}__status__in": _OPEN, "added_at__gt": F(f"{cases}__marked_at")}
    return list(GroupReview.objects.filter(**since).order_by("added_at", "id").values_list(cases, flat=True)[:BATCH])
