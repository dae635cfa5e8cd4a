"""What a marketplace tells the public of its decisions: how many, on what grounds, about what stars, after how long."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta
from time import sleep
from typing import Any, NamedTuple, TypeVar, cast

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from redis.exceptions import RedisError

from disputes.models import Appeal, Decision, MisuseStep, Notice, Origin, RemovalRequest
from disputes.queries.openness_told import (
    Appealed,
    AppealedInMonth,
    Decided,
    Openness,
    Stepped,
    Took,
    month_after,
)
from disputes.workload.durations import SHARES, Durations, MedianAndP95, between
from policy.saying import Said, say
from policy.terms import AppealStatus, SuspensionStatus
from policy.windows import start_of_day
from tenants.models import Tenant

Counted = TypeVar("Counted")

USUAL = 12
"""Months that are told of to whoever asks for none."""
LONGEST = 60
"""Months that are told of at once."""
KEPT = timedelta(minutes=10)
"""So long one count is told to everybody who asks: it reads all decisions of its months."""
PATIENCE = timedelta(seconds=30)
"""So long others wait for whoever counts, and then count themselves."""
MONTH = re.compile("(2[0-9]{3})-(0[1-9]|1[0-2])")
CONFIRMED = [each.value for each in (SuspensionStatus.ACTIVE, SuspensionStatus.ENDED, SuspensionStatus.LIFTED)]


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
    if not (found := MONTH.fullmatch(typed)):
        sentence = say("Please give months as in 2027-03: the year, and the month with two digits.")
        raise NoSuchMonths(name, sentence)
    return date(int(found[1]), int(found[2]), 1)


def months_before(month: date, number: int) -> date:
    years, rest = divmod(month.year * 12 + month.month - 1 - number, 12)
    return date(years, rest + 1, 1)


def openness_of(tenant: Tenant, *, first: date, last: date, now: datetime) -> Openness:
    """Of these whole months in the marketplace's time; counted anew when the last count is older than KEPT."""
    key = f"openness:2:{tenant.pk}:{first.isoformat()}:{last.isoformat()}"
    return counted_once(key, lambda: count_openness(tenant, first=first, last=last, now=now))


def counted_once(key: str, count: Callable[[], Counted]) -> Counted:
    """The count of the last minutes; one asker counts and others wait for it. Without the cache each counts alone."""
    counting = f"{key}:counting"
    try:
        # Of a process that died while it counted nothing is left after PATIENCE.
        while (found := cache.get(key)) is None and not cache.add(counting, True, PATIENCE.total_seconds()):
            sleep(0.1)
        if found is not None:
            return cast(Counted, found)
    except RedisError:
        return count()
    try:
        # Who counted before may have come to an end between the look and the beginning.
        with suppress(RedisError):
            if (found := cache.get(key)) is not None:
                return cast(Counted, found)
        found = count()
        with suppress(RedisError):
            cache.set(key, found, KEPT.total_seconds())
        return found
    finally:
        with suppress(RedisError):
            cache.delete(counting)


def count_openness(tenant: Tenant, *, first: date, last: date, now: datetime) -> Openness:
    """In six queries, from the rows themselves."""
    span = (start_of_day(first, tenant.zone), start_of_day(month_after(last), tenant.zone))
    sums = _sums_of(first_decisions(span), tenant)
    filed = RemovalRequest.objects.filter(**within("filed_at", span)).values("origin")
    steps = MisuseStep.objects.filter(**within("confirmed_at", span), status__in=CONFIRMED)
    stepped = steps.annotate(month=TruncMonth("confirmed_at", tzinfo=tenant.zone)).values("month", "subject", "kind")
    counted = stepped.annotate(number=Count("pk")).order_by("month", "subject", "kind")
    return Openness(
        first=first,
        last=last,
        filed=_by_name(filed.annotate(number=Count("pk")).values_list("origin", "number"), Origin),
        decided=tuple(Decided(*each.of, each.number) for each in sums[_EACH]),
        hours=_hours(sums[_ALL][0].times),
        appeals=_appeals(span, tenant),
        took=tuple(Took(*each.of[:2], _hours(each.times)) for by in _TOOK for each in sums[by]),
        stepped=tuple(Stepped(**{**row, "month": row["month"].date()}) for row in counted),
        notices=Notice.objects.filter(**within("received_at", span)).count(),
        computed_at=now,
    )


def first_decisions(span: tuple[datetime, datetime]) -> QuerySet[Decision]:
    """Those that took effect, whatever an appeal made of them afterwards."""
    took_effect = Q(held=False) | Q(approval__approved=True)
    return Decision.objects.filter(took_effect, supersedes__isnull=True, **within("decided_at", span))


_EACH = ("month", "ground", "outcome", "stars")
_TOOK = (("month",), ("ground",), ("month", "ground"))
_ALL = ()


class _Sum(NamedTuple):
    of: tuple[Any, ...]
    """Month, ground, outcome and stars that the decisions have in common; None where they need not."""
    number: int
    times: Durations


def _sums_of(decisions: QuerySet[Decision], tenant: Tenant) -> dict[tuple[str, ...], list[_Sum]]:
    """How many decisions, and after how long, for each way to sum them up: reading them all takes long, so once."""
    rows = decisions.values(
        "ground",
        "outcome",
        month=TruncMonth("decided_at", tzinfo=tenant.zone),
        stars=F("review__stars"),
        took=between("request__filed_at", "decided_at"),
    )
    given, parameters = rows.query.sql_with_params()
    found: dict[tuple[str, ...], list[_Sum]] = {by: [] for by in (_EACH, *_TOOK, _ALL)}
    by_mask = {sum(8 >> place for place, name in enumerate(_EACH) if name not in by): by for by in found}
    sets = ", ".join(f"({', '.join(by)})" for by in found)
    names = ", ".join(_EACH)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT GROUPING({names}), {names}, count(*), percentile_cont(%s) WITHIN GROUP (ORDER BY took)"  # noqa: S608
            f" FROM ({given}) AS decided GROUP BY GROUPING SETS ({sets}) ORDER BY {names}",
            [list(SHARES), *parameters],
        )
        for mask, month, *others, number, times in cursor:
            found[by_mask[mask]].append(_Sum((month and month.date(), *others), number, times))
    return found


def _appeals(span: tuple[datetime, datetime], tenant: Tenant) -> Appealed:
    lodged = Appeal.objects.filter(**within("lodged_at", span))
    by_party = lodged.annotate(month=TruncMonth("lodged_at", tzinfo=tenant.zone)).values("month", "party")
    rows = by_party.annotate(
        lodged=Count("pk"),
        upheld=Count("pk", filter=Q(status=AppealStatus.UPHELD)),
        rejected=Count("pk", filter=Q(status=AppealStatus.REJECTED)),
    ).order_by("month", "party")
    times = lodged.filter(decided_at__isnull=False).aggregate(times=MedianAndP95(between("lodged_at", "decided_at")))
    return Appealed(
        by_month=tuple(AppealedInMonth(**{**row, "month": row["month"].date()}) for row in rows),
        hours=_hours(times["times"]),
    )


def within(field: str, span: tuple[datetime, datetime]) -> dict[str, datetime]:
    return {f"{field}__gte": span[0], f"{field}__lt": span[1]}


def _by_name(pairs: Iterable[tuple[str, int]], names: Iterable[Any]) -> dict[str, int]:
    found = dict(pairs)
    return {each.value: found.get(each.value, 0) for each in names}


def _hours(times: Durations) -> tuple[float, float] | None:
    return (times[0].total_seconds() / 3600, times[1].total_seconds() / 3600) if times else None
