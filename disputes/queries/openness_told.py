"""The counts that a marketplace tells the public of its decisions, as they are handed to page, file and API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Decided:
    """So many first decisions of one month. `ground` is "" where none was met; `stars` are those of the review."""

    month: date
    ground: str
    outcome: str
    stars: int
    number: int


@dataclass(frozen=True, slots=True)
class Took:
    """How long the first decisions of one month on one ground took from filing; None means all of them."""

    month: date | None
    ground: str | None
    hours: tuple[float, float]
    """Median and 95th percentile."""


@dataclass(frozen=True, slots=True)
class AppealedInMonth:
    """Appeals of one side lodged in one month, and what has become of them since."""

    month: date
    party: str
    lodged: int
    upheld: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Stepped:
    """So many confirmed steps of one month against misuse: whose right, caution or suspension."""

    month: date
    subject: str
    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Appealed:
    """Appeals that were lodged in the months, by whom they came from, and how long their answers took."""

    by_month: tuple[AppealedInMonth, ...]
    hours: tuple[float, float] | None

    def sums(self, name: str) -> dict[str, int]:
        """How many were "lodged", "upheld" or "rejected", by party."""
        sums: dict[str, int] = {}
        for each in self.by_month:
            sums[each.party] = sums.get(each.party, 0) + getattr(each, name)
        return sums


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
    took: tuple[Took, ...]
    """By month, by ground, and by both."""
    stepped: tuple[Stepped, ...]
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
    def steps(self) -> list[tuple[str, str, int]]:
        """Confirmed steps of all the months: whose right, caution or suspension, and how many."""
        sums: dict[tuple[str, str], int] = {}
        for each in self.stepped:
            sums[each.subject, each.kind] = sums.get((each.subject, each.kind), 0) + each.number
        return [(subject, kind, number) for (subject, kind), number in sorted(sums.items())]

    def hours_of(self, *, month: date | None = None, ground: str | None = None) -> tuple[float, float] | None:
        """Median and 95th percentile of one month, one ground, or both; None where nothing was decided."""
        return next((each.hours for each in self.took if (each.month, each.ground) == (month, ground)), None)

    @property
    def total(self) -> int:
        return sum(each.number for each in self.decided)

    def months(self) -> Iterator[date]:
        """From the first to the last."""
        month = self.first
        while month <= self.last:
            yield month
            month = month_after(month)


def month_after(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)
