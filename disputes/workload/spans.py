"""Pure: the local days that figures are of, and where the buckets of the backlog end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from policy.windows import end_of_day, local_day, start_of_day, window_start

SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Span:
    """The last so many local days of a marketplace, today and its part that is over among them."""

    days: int
    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return local_day(self.now, self.zone)

    @property
    def first(self) -> date:
        return window_start(self.today, self.days)

    @property
    def since(self) -> datetime:
        return start_of_day(self.first, self.zone)

    @property
    def every_day(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range(self.days)]

    @property
    def left_of_today(self) -> float:
        """The share of today that is still to come; a day of a change of clocks has 23 or 25 hours."""
        begun, over = start_of_day(self.today, self.zone), end_of_day(self.today, self.zone)
        return (over - self.now) / (over - begun)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Where the buckets of the backlog end: a case is overdue at its deadline itself."""

    now: datetime
    tonight: datetime
    soon: datetime

    @classmethod
    def at(cls, now: datetime, zone: ZoneInfo) -> Deadlines:
        today = local_day(now, zone)
        return cls(now, end_of_day(today, zone), end_of_day(today + SOON, zone))
