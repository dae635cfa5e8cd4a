"""What a seller's last days add up to against the days before them, from one reading of the tallies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from feedback.models import DayTally
from feedback.queries.figures import STARS
from feedback.queries.trend import SPAN
from policy.rate import Counts
from policy.terms import Criterion

if TYPE_CHECKING:
    from orders.models import Seller

CRITERIA = tuple(criterion.value for criterion in Criterion)


@dataclass(frozen=True, slots=True)
class Tallied:
    """Countable reviews of some days: by sentiment, and how many gave each criterion 1, 2, 3, 4 and 5 stars."""

    counts: Counts = Counts()
    given: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: dict.fromkeys(CRITERIA, (0,) * 5))

    def mean(self, criterion: str) -> Decimal | None:
        """The mean of the criterion's stars, exact; None where nobody rated it."""
        number = sum(self.given[criterion])
        return Decimal(sum(n * self.given[criterion][n - 1] for n in STARS)) / number if number else None

    def rated(self, criterion: str) -> int:
        return sum(self.given[criterion])


def tallied_days(seller: Seller, *, today: date) -> dict[date, Tallied]:
    """Two years of the seller's days, those with something to count; one query, at most 730 rows."""
    since = today - timedelta(days=2 * SPAN)
    tallies = DayTally.objects.filter(seller=seller, day__gt=since, day__lte=today).order_by("day")
    rows = tallies.values_list("day", "positive", "neutral", "negative", *CRITERIA)
    return {
        day: Tallied(Counts(*numbers[:3]), dict(zip(CRITERIA, map(tuple, numbers[3:]), strict=True)))
        for day, *numbers in rows
    }


def added_together(days: Iterable[Tallied]) -> Tallied:
    counts, given = Counts(), {name: [0] * 5 for name in CRITERIA}
    for day in days:
        counts += day.counts
        for name in CRITERIA:
            given[name] = [a + b for a, b in zip(given[name], day.given[name], strict=True)]
    return Tallied(counts, {name: tuple(numbers) for name, numbers in given.items()})


def span_to(days: Mapping[date, Tallied], last: date, length: int) -> Tallied:
    """The `length` days that end with `last`."""
    first = last - timedelta(days=length - 1)
    return added_together(each for day, each in days.items() if first <= day <= last)


def next_negatives_to_leave(days: Mapping[date, Tallied], *, today: date, length: int) -> tuple[int, date] | None:
    """How many negative reviews next leave the window of `length` days by themselves, and on which day."""
    first = today - timedelta(days=length - 1)
    for day in sorted(days):
        if day >= first and days[day].counts.negative:
            return days[day].counts.negative, day + timedelta(days=length)
    return None
