"""Pure: how the backlog will go on if the weeks stay as they were, and how wrong that would have been a week ago.

The backlog of each day's end is that of the day before, plus the mean of the cases filed less the mean of those closed
(decided or withdrawn) on that weekday in the last eight weeks, and never under none. The band is where it would lie in
eight of ten such fortnights if the days went up and down independently: 1.28 standard deviations of one day's change
around its weekday's mean, times the square root of the days ahead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

DAY = timedelta(days=1)
WEEKDAYS = 7
AHEAD = 14
HISTORY = 8 * WEEKDAYS
"""Days that the means are of, at most …"""
LEAST = 2 * WEEKDAYS
"""… and at least: fewer say nothing of a weekday."""
WIDTH = 1.2816
"""Standard deviations to each side of the mean that hold 80 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One local day: so many cases were filed, and so many left the backlog (decided or withdrawn)."""

    day: date
    filed: int
    closed: int

    @property
    def change(self) -> int:
        return self.filed - self.closed


@dataclass(frozen=True, slots=True)
class Expected:
    """The backlog expected at the end of a local day, in cases, and its band."""

    day: date
    backlog: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Backtest:
    """What the forecast of a week ago expected for the end of yesterday, and what was there."""

    day: date
    expected: Expected
    actual: int

    @property
    def off_by(self) -> int:
        """Whole cases more (or, negative, fewer) than there were."""
        return round(self.expected.backlog) - self.actual

    @property
    def within(self) -> bool:
        return self.expected.low <= self.actual <= self.expected.high


def forecast(
    backlog: float, history: Sequence[Flow], *, ahead: int = AHEAD, left_of_today: float = 1.0
) -> list[Expected]:
    """The end of the day after `history`, and of each of `ahead` days after that; nothing with too short a history.

    `history` are the complete days before today without a gap, the oldest first; `backlog` is that of now, when the
    share `left_of_today` (0 to 1) of today is still to come.
    """
    past = history[-HISTORY:]
    if len(past) < LEAST:
        return []
    usual = _mean_changes(past)
    spread = sqrt(sum((each.change - usual[each.day.weekday()]) ** 2 for each in past) / (len(past) - WEEKDAYS))
    expected, today = [], past[-1].day + DAY
    for number in range(ahead + 1):
        day = today + number * DAY
        part = left_of_today if number == 0 else 1.0
        backlog = max(0.0, backlog + part * usual[day.weekday()])
        either_side = WIDTH * spread * sqrt(left_of_today + number)
        expected.append(Expected(day, backlog, max(0.0, backlog - either_side), backlog + either_side))
    return expected


def backtest(backlog: int, history: Sequence[Flow]) -> Backtest | None:
    """The forecast as of a week before today's beginning, when the backlog is `backlog`; None without the days."""
    earlier, week = history[:-WEEKDAYS], history[-WEEKDAYS:]
    then = backlog - sum(each.change for each in week)
    expected = forecast(then, earlier, ahead=WEEKDAYS - 1)
    return Backtest(expected[-1].day, expected[-1], backlog) if expected else None


def backlogs(now: int, flows: Sequence[Flow]) -> list[int]:
    """The backlog at the end of each day of `flows`, the last of which ends at `now` with so many."""
    found = []
    for each in reversed(flows):
        found.append(now)
        now -= each.change
    return found[::-1]


def _mean_changes(past: Sequence[Flow]) -> list[float]:
    """By weekday, Monday first; `past` holds each at least once."""
    days = [[each.change for each in past if each.day.weekday() == weekday] for weekday in range(WEEKDAYS)]
    return [sum(changes) / len(changes) for changes in days]
