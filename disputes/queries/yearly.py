"""What a marketplace publishes once a year of its moderation (DSA Art. 15(1), 23, 24(1)), as figures in one row each.

The order of the parts is that of the Commission's template (Implementing Regulation (EU) 2024/2835): orders, notices,
own initiative, complaints, out-of-court disputes, suspensions, automated means. What a marketplace's software cannot
know stands as a figure without a value, so that nobody takes it for nought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, F, Q, Value, When

from disputes.models import Appeal, Decision, JudgedFinding, MisuseStep, Notice, Origin, StepAppeal
from disputes.queries.openness import CONFIRMED, counted_once, first_decisions, within
from disputes.telling.dsa_payload import category_of
from disputes.workload.durations import MedianAndP95, between
from policy.terms import AppealStatus, GroundKey, Outcome, Verdict
from policy.windows import local_day, start_of_day
from tenants.models import Tenant

FIRST_YEAR = 2020
COUNT, HOURS, NOT_KEPT = "count", "hours", "not_kept"
LAW, TERMS, NO_GROUND = "law", "terms", "no_ground"
PARTS = (
    "orders",
    "notices",
    "requests",
    "own_initiative",
    "complaints",
    "out_of_court",
    "suspensions",
    "automated_means",
)
_OWN = (Origin.SETTLEMENT, Origin.GROUP)

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number: of what, and of which of them. Empty words mean all."""

    part: str
    indicator: str
    category: str = ""
    """Of the Transparency Database."""
    ground: str = ""
    basis: str = ""
    """The law, or the published terms."""
    measure: str = ""
    who: str = ""
    value: float | None = None
    unit: str = COUNT


@dataclass(frozen=True, slots=True)
class Yearly:
    year: int
    complete: bool
    """Whether the year is over."""
    figures: tuple[Figure, ...]
    computed_at: datetime

    @property
    def first_day(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, 12, 31)

    def of(self, part: str) -> tuple[Figure, ...]:
        return tuple(each for each in self.figures if each.part == part)


class NoSuchYear(ValueError):
    """It has not begun, or is of a time without the law and without this software."""


def first_year(tenant: Tenant) -> int:
    """Of the marketplace, or of what was decided before it came here; never before FIRST_YEAR."""
    first = Decision.objects.order_by("decided_at", "pk").values_list("decided_at", flat=True).first()
    return max(FIRST_YEAR, local_day(min(first or tenant.created_at, tenant.created_at), tenant.zone).year)


def yearly_of(tenant: Tenant, *, year: int, now: datetime) -> Yearly:
    """Of that year in the marketplace's time, counted anew every few minutes. Raises NoSuchYear."""
    if not FIRST_YEAR <= year <= local_day(now, tenant.zone).year:
        raise NoSuchYear
    return counted_once(f"yearly:1:{tenant.pk}:{year}", lambda: count_year(tenant, year=year, now=now))


def count_year(tenant: Tenant, *, year: int, now: datetime) -> Yearly:
    """In eleven queries, from the rows themselves."""
    span = (start_of_day(date(year, 1, 1), tenant.zone), start_of_day(date(year + 1, 1, 1), tenant.zone))
    counters: tuple[Callable[[Span], Iterator[Figure]], ...] = (
        _orders,
        _notices,
        _measures,
        _complaints,
        _step_complaints,
        _out_of_court,
        _suspensions,
        _automated_means,
    )
    figures = [figure for counter in counters for figure in counter(span)]
    figures.sort(key=lambda each: PARTS.index(each.part))
    return Yearly(year, now >= span[1], tuple(figures), now)


def _orders(_: Span) -> Iterator[Figure]:
    yield Figure(part="orders", indicator="received", unit=NOT_KEPT)


def _notices(span: Span) -> Iterator[Figure]:
    """Art. 15(1)(b): received in the year, and what the decisions of the year made of notices."""
    received = Notice.objects.filter(**within("received_at", span))
    rows = received.values("about", law_named=_law_named("law")).annotate(number=Count("pk")).order_by()
    by_category: dict[str, int] = {}
    for row in rows:
        category = category_of(GroundKey(row["about"]), law_named=row["law_named"])
        by_category[category] = by_category.get(category, 0) + row["number"]
    yield Figure(part="notices", indicator="received", value=sum(by_category.values()))
    for category, number in sorted(by_category.items()):
        yield Figure(part="notices", indicator="received", category=category, value=number)
    decided = first_decisions(span).filter(request__origin=Origin.NOTICE)
    yield from _restrictions("notices", decided)
    times = decided.aggregate(times=MedianAndP95(between("request__notice__received_at", "decided_at")))["times"]
    yield from _median("notices", times)
    dismissed = Notice.objects.filter(status=Notice.Status.DISMISSED, **within("answered_at", span)).count()
    yield Figure(part="notices", indicator="dismissed", value=dismissed)
    yield Figure(part="notices", indicator="by_programs_alone", value=0)
    yield Figure(part="notices", indicator="trusted_flaggers", unit=NOT_KEPT)


def _measures(span: Span) -> Iterator[Figure]:
    """Art. 15(1)(c): what was restricted on the marketplace's own initiative, and what sellers asked for."""
    decided = first_decisions(span)
    asked, own = decided.filter(request__origin=Origin.SELLER), decided.filter(request__origin__in=_OWN)
    yield from _restrictions("requests", asked)
    times = asked.aggregate(times=MedianAndP95(between("request__filed_at", "decided_at")))["times"]
    yield from _median("requests", times)
    yield from _restrictions("own_initiative", own)
    yield Figure(part="own_initiative", indicator="by_programs_alone", value=0)


def _restrictions(part: str, decided: Any) -> Iterator[Figure]:
    """How many were decided, and of them what was restricted, by ground and kind."""
    rows = (
        decided.values("ground", "outcome", law_named=_law_named("request__notice__law"))
        .annotate(number=Count("pk"))
        .order_by("ground", "outcome")
    )
    found = list(rows)
    restricted = [row for row in found if row["outcome"] != Outcome.KEEP and row["ground"]]
    yield Figure(part=part, indicator="decided", value=sum(row["number"] for row in found))
    yield Figure(part=part, indicator="restricted", value=sum(row["number"] for row in restricted))
    for row in restricted:
        ground = GroundKey(row["ground"])
        yield Figure(
            part=part,
            indicator="restricted",
            category=category_of(ground, law_named=row["law_named"]),
            ground=ground.value,
            basis=_basis(ground.value),
            measure=row["outcome"],
            value=row["number"],
        )


def _complaints(span: Span) -> Iterator[Figure]:
    """Art. 15(1)(d), 20: lodged in the year, and what has become of them since."""
    lodged = Appeal.objects.filter(**within("lodged_at", span))
    basis = Case(
        When(decision__ground=GroundKey.ILLEGAL_CONTENT, then=Value(LAW)),
        When(decision__ground="", then=Value(NO_GROUND)),
        default=Value(TERMS),
    )
    rows = list(
        lodged.values("party", basis=basis)
        .annotate(
            lodged=Count("pk"),
            upheld=Count("pk", filter=Q(status=AppealStatus.UPHELD)),
            rejected=Count("pk", filter=Q(status=AppealStatus.REJECTED)),
        )
        .order_by("party", "basis")
    )
    for indicator in ("lodged", "upheld", "rejected"):
        yield Figure(part="complaints", indicator=indicator, value=sum(row[indicator] for row in rows))
        for row in rows:
            yield Figure(
                part="complaints", indicator=indicator, basis=row["basis"], who=row["party"], value=row[indicator]
            )
    times = lodged.filter(decided_at__isnull=False).aggregate(times=MedianAndP95(between("lodged_at", "decided_at")))
    yield from _median("complaints", times["times"])


def _step_complaints(span: Span) -> Iterator[Figure]:
    """Complaints against cautions and suspensions, told apart from those about reviews."""
    rows = (
        StepAppeal.objects.filter(**within("lodged_at", span))
        .values(who=F("step__subject"))
        .annotate(number=Count("pk"), upheld=Count("pk", filter=Q(upheld=True)))
        .order_by("who")
    )
    for row in rows:
        yield Figure(part="complaints", indicator="against_steps", who=row["who"], value=row["number"])
        yield Figure(part="complaints", indicator="against_steps_upheld", who=row["who"], value=row["upheld"])


def _out_of_court(_: Span) -> Iterator[Figure]:
    yield Figure(part="out_of_court", indicator="submitted", unit=NOT_KEPT)


def _suspensions(span: Span) -> Iterator[Figure]:
    """Art. 23, 24(1)(b): confirmed in the year; what was only proposed never held."""
    steps = MisuseStep.objects.filter(status__in=CONFIRMED, **within("confirmed_at", span))
    rows = steps.values("subject", "kind").annotate(number=Count("pk")).order_by("kind", "subject")
    yield Figure(part="suspensions", indicator="confirmed", value=sum(row["number"] for row in rows))
    for row in rows:
        yield Figure(
            part="suspensions", indicator="confirmed", measure=row["kind"], who=row["subject"], value=row["number"]
        )


def _automated_means(span: Span) -> Iterator[Figure]:
    """Art. 15(1)(e): no program decides; how often people agreed with what programs proposed."""
    yield Figure(part="automated_means", indicator="by_programs_alone", value=0)
    proposed = JudgedFinding.objects.filter(**within("decided_at", span)).exclude(proposed=Verdict.UNKNOWN)
    rows = list(
        proposed.values("ground")
        .annotate(number=Count("pk"), agreed=Count("pk", filter=Q(answer=F("proposed"))))
        .order_by("ground")
    )
    for indicator, name in (("proposed", "number"), ("agreed", "agreed")):
        yield Figure(part="automated_means", indicator=indicator, value=sum(row[name] for row in rows))
        for row in rows:
            yield Figure(part="automated_means", indicator=indicator, ground=row["ground"], value=row[name])


def _median(part: str, times: Any) -> Iterator[Figure]:
    if times:
        yield Figure(part=part, indicator="median_time", value=round(times[0].total_seconds() / 3600, 2), unit=HOURS)


def _basis(ground: str) -> str:
    return LAW if ground == GroundKey.ILLEGAL_CONTENT else TERMS


def _law_named(field: str) -> Case:
    # The law itself is the words of whoever sent the notice, and may name people.
    return Case(When(**{f"{field}__regex": r"\S"}, then=Value(True)), default=Value(False))
