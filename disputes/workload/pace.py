"""What came and what was done, day by day, and how long it took: of the desk together and by ground.

A case is decided when its decision takes effect: at once, or when a lead approves a held one. What an appeal puts in
a decision's place counts nowhere here. It is in time where that was before its deadline, and the deadline is the last
one it had: the author's reply, further information and a decision sent back each give the case a new one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from disputes.models import OPEN, Claim, RemovalRequest
from disputes.workload.durations import Durations, MedianAndP95, between
from disputes.workload.forecast import Flow
from disputes.workload.spans import Span
from policy.terms import RequestStatus

IN_TIME = Q(closed_at__lt=F("due_at"))


@dataclass(frozen=True, slots=True)
class Done:
    """Cases decided in a span, and the times from filing to the decision in effect."""

    decided: int
    in_time: int
    times: Durations

    @property
    def median(self) -> timedelta | None:
        return self.times[0] if self.times else None

    @property
    def p95(self) -> timedelta | None:
        return self.times[1] if self.times else None


@dataclass(frozen=True, slots=True)
class OfGround:
    """Cases that name a ground. One with two grounds stands with each, so these do not add up."""

    ground: str
    open: int
    overdue: int
    filed: int
    done: Done


@dataclass(frozen=True, slots=True)
class Day:
    """One local day of the whole desk."""

    day: date
    filed: int = 0
    decided: int = 0
    withdrawn: int = 0

    @property
    def flow(self) -> Flow:
        return Flow(self.day, self.filed, self.decided + self.withdrawn)


def days_of(span: Span) -> list[Day]:
    """Every local day of the span, those on which nothing happened too."""
    filed = _by_day(RemovalRequest.objects, "filed_at", span).annotate(filed=Count("pk"))
    closed = _by_day(RemovalRequest.objects, "closed_at", span).annotate(
        decided=Count("pk", filter=Q(status=RequestStatus.DECIDED)),
        withdrawn=Count("pk", filter=Q(status=RequestStatus.WITHDRAWN)),
    )
    came, went = _of_days(filed), _of_days(closed)
    return [Day(day, **came.get(day, {}), **went.get(day, {})) for day in span.every_day]


def first_filing() -> datetime | None:
    """When the marketplace's first case was filed."""
    return RemovalRequest.objects.order_by("filed_at", "id").values_list("filed_at", flat=True).first()


def done_in(span: Span) -> Done:
    return Done(
        **_decided(span).aggregate(
            decided=Count("pk"),
            in_time=Count("pk", filter=IN_TIME),
            times=MedianAndP95(between("filed_at", "closed_at")),
        )
    )


def by_ground(span: Span) -> list[OfGround]:
    """The grounds that an open case names, or one that was filed or decided in the span."""
    is_open = Q(request__status__in=[each.value for each in OPEN])
    filed = Q(request__filed_at__gte=span.since, request__filed_at__lte=span.now)
    decided = Q(
        request__status=RequestStatus.DECIDED,
        request__closed_at__gte=span.since,
        request__closed_at__lte=span.now,
    )
    rows = (
        Claim.objects.filter(is_open | filed | decided)
        .values("ground")
        .annotate(
            open=Count("pk", filter=is_open),
            overdue=Count("pk", filter=is_open & Q(request__due_at__lte=span.now)),
            filed=Count("pk", filter=filed),
            decided=Count("pk", filter=decided),
            in_time=Count("pk", filter=decided & Q(request__closed_at__lt=F("request__due_at"))),
            times=MedianAndP95(between("request__filed_at", "request__closed_at"), filter=decided),
        )
        .order_by("ground")
    )
    return [
        OfGround(
            ground=row["ground"],
            open=row["open"],
            overdue=row["overdue"],
            filed=row["filed"],
            done=Done(row["decided"], row["in_time"], row["times"]),
        )
        for row in rows
    ]


def _decided(span: Span) -> QuerySet[RemovalRequest]:
    return RemovalRequest.objects.filter(
        status=RequestStatus.DECIDED, closed_at__gte=span.since, closed_at__lte=span.now
    )


def _by_day(cases: QuerySet[RemovalRequest], moment: str, span: Span) -> QuerySet:
    within = {f"{moment}__gte": span.since, f"{moment}__lte": span.now}
    return cases.filter(**within).values(day=TruncDate(moment, tzinfo=span.zone))


def _of_days(rows: Iterable[dict]) -> dict[date, dict[str, int]]:
    return {row.pop("day"): row for row in rows}
