"""How often agents agreed with what programs had proposed, by gatherer, ground and month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth

from disputes.models import JudgedFinding
from policy.terms import Verdict

DISAGREED = ~Q(proposed=Verdict.UNKNOWN) & ~Q(answer=F("proposed"))


@dataclass(frozen=True, slots=True)
class Agreement:
    """Answers of agents to the findings of one gatherer for one ground; of one month, or of several."""

    ground: str
    gatherer: str
    """With its version; '' for plain facts."""
    answers: int
    left_open: int
    """Findings that were UNKNOWN: the agent alone answered."""
    agreed: int
    month: date | None = None

    @property
    def proposed(self) -> int:
        """Findings that proposed something, which an agent could agree with."""
        return self.answers - self.left_open


def agreements(*, since: datetime, until: datetime, zone: ZoneInfo) -> list[Agreement]:
    """By ground, gatherer and month of the marketplace's time zone, the newest month last."""
    rows = (
        JudgedFinding.objects.filter(decided_at__gte=since, decided_at__lte=until)
        .annotate(month=TruncMonth("decided_at", tzinfo=zone))
        .values("ground", "gatherer", "month")
        .annotate(
            answers=Count("pk"),
            left_open=Count("pk", filter=Q(proposed=Verdict.UNKNOWN)),
            agreed=Count("pk", filter=Q(answer=F("proposed"))),
        )
        .order_by("ground", "gatherer", "month")
    )
    return [
        Agreement(row["ground"], row["gatherer"], row["answers"], row["left_open"], row["agreed"], row["month"].date())
        for row in rows
    ]


def together(rows: Iterable[Agreement], *, by_month: bool = False) -> list[Agreement]:
    """The same answers summed up: over the months for each ground and gatherer, or over those for each month."""
    groups: dict[tuple, list[Agreement]] = defaultdict(list)
    for row in rows:
        groups[("", "", row.month) if by_month else (row.ground, row.gatherer, None)].append(row)
    return [
        Agreement(
            ground,
            gatherer,
            sum(each.answers for each in group),
            sum(each.left_open for each in group),
            sum(each.agreed for each in group),
            month,
        )
        for (ground, gatherer, month), group in groups.items()
    ]


def judged_findings() -> QuerySet[JudgedFinding]:
    """Ready to be listed: with the decision, who took it, and the review that it was about."""
    return JudgedFinding.objects.select_related(
        "decision__decided_by", "decision__request", "decision__review__order", "decision__review__seller"
    )
