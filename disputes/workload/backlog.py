"""What waits now: open cases against their deadlines, decisions held for a lead, appeals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from disputes.models import OPEN, Appeal, Decision, RemovalRequest
from disputes.queries import OPEN_APPEALS
from disputes.workload.spans import Deadlines
from policy.terms import RequestStatus


@dataclass(frozen=True, slots=True)
class Backlog:
    """Open cases, each in one of four buckets; both moments are None where nothing is open."""

    overdue: int
    due_today: int
    due_soon: int
    due_later: int
    first_due_at: datetime | None
    first_filed_at: datetime | None

    @property
    def cases(self) -> int:
        return self.overdue + self.due_today + self.due_soon + self.due_later


@dataclass(frozen=True, slots=True)
class Waiting:
    """Held decisions or open appeals; `since` is when the first of them was given or lodged."""

    number: int
    since: datetime | None
    overdue: int = 0


def backlog_now(deadlines: Deadlines) -> Backlog:
    """Cases that are neither decided nor withdrawn, whoever they wait for."""
    due_by = {
        "overdue": Q(due_at__lte=deadlines.now),
        "due_today": Q(due_at__gt=deadlines.now, due_at__lt=deadlines.tonight),
        "due_soon": Q(due_at__gte=deadlines.tonight, due_at__lt=deadlines.soon),
        "due_later": Q(due_at__gte=deadlines.soon),
    }
    found = RemovalRequest.objects.filter(status__in=[each.value for each in OPEN]).aggregate(
        **{name: Count("pk", filter=condition) for name, condition in due_by.items()},
        first_due_at=Min("due_at"),
        first_filed_at=Min("filed_at"),
    )
    return Backlog(**found)


def held_now() -> Waiting:
    """Decisions that wait for a lead's approval; nobody has set them a deadline of their own."""
    held = Decision.objects.filter(
        request__status=RequestStatus.AWAITING_APPROVAL, held=True, approval__isnull=True
    ).aggregate(number=Count("pk"), since=Min("decided_at"))
    return Waiting(**held)


def appeals_now(now: datetime) -> Waiting:
    return Waiting(
        **Appeal.objects.filter(status__in=[each.value for each in OPEN_APPEALS]).aggregate(
            number=Count("pk"), since=Min("lodged_at"), overdue=Count("pk", filter=Q(due_at__lte=now))
        )
    )
