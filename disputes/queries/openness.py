"""What a marketplace tells the public of its decisions: how many, on what grounds, about what stars, after how long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from redis.exceptions import RedisError

from disputes.models import Appeal, Decision, MisuseStep, Notice, Origin, RemovalRequest
from disputes.workload.durations import Durations, MedianAndP95, between
from policy.saying import Said, say
from policy.terms import AppealStatus, MisuseKind, SuspensionStatus
from policy.windows import start_of_day
from tenants.models import Tenant

USUAL = 12
"""Months that are told of to whoever asks for none."""
LONGEST = 60
"""Months that are told of at once."""
KEPT = timedelta(minutes=10)
"""So long one count is told to everybody who asks: it reads all decisions of its months."""
_MONTH = re.compile(r"(2\d{3})-(0[1-9]|1[0-2])", re.ASCII)
_CONFIRMED = [each.value for each in (SuspensionStatus.ACTIVE, SuspensionStatus.ENDED, SuspensionStatus.LIFTED)]


@dataclass(frozen=True, slots=True)
class Decided:
    """So many first decisions of one month. `ground` is "" where none was met; `stars` are those of the review."""

    month: date
    ground: str
    outcome: str
    stars: int
    number: int


@dataclass(frozen=True, slots=True)
class Appealed:
    """Appeals that were lodged in the months, by whom they came from, and how long their answers took."""

    lodged: dict[str, int]
    upheld: dict[str, int]
    rejected: dict[str, int]
    hours: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Openness:
    """All of it for the months from `first` to `last`, which are named by their first days.

    `hours` are the median and the 95th percentile from filing to the first decision; None where nothing was decided.
    """

    first: date
    last: date
    filed: dict[str, int]
    """Requests by where they came from: sellers, notices, settlements that were broken, agents."""
    decided: tuple[Decided, ...]
    hours: tuple[float, float] | None
    appeals: Appealed
    steps: tuple[tuple[str, str, int], ...]
    """Confirmed steps against misuse: whose right, caution or suspension, and how many."""
    notices: int
    computed_at: datetime

    def by(self, *names: str) -> dict[Any, int]:
        """Decisions summed by these of month, ground, outcome and stars; one name gives its values as keys."""
        sums: dict[Any, int] = {}
        for each in self.decided:
            key = tuple(getattr(each, name) for name in names)
            key = key[0] if len(names) == 1 else key
            sums[key] = sums.get(key, 0) + each.number
        return sums

    @property
    def total(self) -> int:
        return sum(each.number for each in self.decided)

    def months(self) -> Iterator[date]:
        """From the first to the last."""
        month = self.first
        while month <= self.last:
            yield month
            month = month_after(month)


class NoSuchMonths(ValueError):
    """What was asked for are no months that can be told of: `name` is "from" or "to", `sentence` says what is wrong."""

    def __init__(self, name: str, sentence: Said) -> None:
        self.name, self.sentence = name, sentence
        super().__init__(sentence)


def months_asked(first: str, last: str, *, this_month: date) -> tuple[date, date]:
    """The first days of the months that were typed, as in 2027-03; the USUAL ones up to this month where none was.

    Raises NoSuchMonths.
    """
    ends = _month("to", last, this_month)
    begins = _month("from", first, min(months_before(this_month, USUAL - 1), ends))
    if begins > ends:
        sentence = say("The first month is after the last one. Please choose them the other way round.")
        raise NoSuchMonths("from", sentence)
    if months_before(ends, LONGEST - 1) > begins:
        sentence = say("At most {most} months are shown at once. Please choose fewer.", most=LONGEST)
        raise NoSuchMonths("from", sentence)
    return begins, ends


def _month(name: str, typed: str, usual: date) -> date:
    if not (typed := typed.strip()):
        return usual
    if not (found := _MONTH.fullmatch(typed)):
        sentence = say("Please give months as in 2027-03: the year, and the month with two digits.")
        raise NoSuchMonths(name, sentence)
    return date(int(found[1]), int(found[2]), 1)


def month_after(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def months_before(month: date, number: int) -> date:
    years, rest = divmod(month.year * 12 + month.month - 1 - number, 12)
    return date(years, rest + 1, 1)


def openness_of(tenant: Tenant, *, first: date, last: date, now: datetime) -> Openness:
    """Of these whole months in the marketplace's time; counted anew when the last count is older than KEPT."""
    key = f"openness:{tenant.pk}:{first.isoformat()}:{last.isoformat()}"
    # Where the cache is away it is counted each time.
    with suppress(RedisError):
        if (found := cache.get(key)) is not None:
            return found
    found = count_openness(tenant, first=first, last=last, now=now)
    with suppress(RedisError):
        cache.set(key, found, KEPT.total_seconds())
    return found


def count_openness(tenant: Tenant, *, first: date, last: date, now: datetime) -> Openness:
    """In six queries, from the rows themselves."""
    span = (start_of_day(first, tenant.zone), start_of_day(month_after(last), tenant.zone))
    decisions = _first_decisions(span)
    rows = (
        decisions.annotate(month=TruncMonth("decided_at", tzinfo=tenant.zone))
        .values("month", "ground", "outcome", stars=F("review__stars"))
        .annotate(number=Count("pk"))
        .order_by("month", "ground", "outcome", "stars")
    )
    filed = RemovalRequest.objects.filter(**_within("filed_at", span)).values("origin")
    steps = MisuseStep.objects.filter(**_within("confirmed_at", span), status__in=_CONFIRMED)
    counted = steps.values("subject", "kind").annotate(number=Count("pk")).order_by("subject", "kind")
    return Openness(
        first=first,
        last=last,
        filed=_sums(filed.annotate(number=Count("pk")).values_list("origin", "number"), Origin),
        decided=tuple(Decided(**{**row, "month": row["month"].date()}) for row in rows),
        hours=_hours(decisions.aggregate(times=MedianAndP95(between("request__filed_at", "decided_at")))["times"]),
        appeals=_appeals(span),
        steps=tuple((row["subject"], MisuseKind(row["kind"]).value, row["number"]) for row in counted),
        notices=Notice.objects.filter(**_within("received_at", span)).count(),
        computed_at=now,
    )


def _first_decisions(span: tuple[datetime, datetime]) -> QuerySet[Decision]:
    """Those that took effect, whatever an appeal made of them afterwards."""
    took_effect = Q(held=False) | Q(approval__approved=True)
    return Decision.objects.filter(took_effect, supersedes__isnull=True, **_within("decided_at", span))


def _appeals(span: tuple[datetime, datetime]) -> Appealed:
    lodged = Appeal.objects.filter(**_within("lodged_at", span))
    by_party = lodged.values("party").annotate(
        number=Count("pk"),
        upheld=Count("pk", filter=Q(status=AppealStatus.UPHELD)),
        rejected=Count("pk", filter=Q(status=AppealStatus.REJECTED)),
    )
    rows = {row["party"]: row for row in by_party}
    times = lodged.filter(decided_at__isnull=False).aggregate(times=MedianAndP95(between("lodged_at", "decided_at")))
    return Appealed(
        lodged={party: row["number"] for party, row in rows.items()},
        upheld={party: row["upheld"] for party, row in rows.items()},
        rejected={party: row["rejected"] for party, row in rows.items()},
        hours=_hours(times["times"]),
    )


def _within(field: str, span: tuple[datetime, datetime]) -> dict[str, datetime]:
    return {f"{field}__gte": span[0], f"{field}__lt": span[1]}


def _sums(pairs: Iterable[tuple[str, int]], names: Iterable[Any]) -> dict[str, int]:
    found = dict(pairs)
    return {each.value: found.get(each.value, 0) for each in names}


def _hours(times: Durations) -> tuple[float, float] | None:
    return (times[0].total_seconds() / 3600, times[1].total_seconds() / 3600) if times else None
