"""The seller's rate day by day, for the plot on the seller page."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from feedback.models import DayTally
from policy import rate as rates
from policy.document import PolicyDocument
from policy.windows import local_day

if TYPE_CHECKING:
    from orders.models import Seller

SPAN = 365
"""Days that each point of the plot looks back on: the headline's window."""


Points = list[tuple[date, float | None, int]]
"""(day, rate in percent over the 365 days to it, ratings in them)."""


def trend_of(seller: Seller, now: datetime, policy: PolicyDocument, *, days: int = 365) -> Points:
    """The points of the last `days` days; one query. Days before the first rating are left out."""
    today = local_day(now, seller.tenant.zone)
    first = today - timedelta(days=days - 1)
    tallies = (
        DayTally.objects.filter(seller=seller, day__gt=first - timedelta(days=SPAN), day__lte=today)
        .order_by("day")
        .values_list("day", "positive", "neutral", "negative")
    )
    return trend_from({day: rates.Counts(*counts) for day, *counts in tallies}, today, policy, days=days)


def trend_from(by_day: Mapping[date, rates.Counts], today: date, policy: PolicyDocument, *, days: int = 365) -> Points:
    """The same from the days' counts, which reach SPAN days further back than the first point."""
    first = today - timedelta(days=days - 1)
    if not by_day:
        return []
    start = min(by_day)
    running, held = rates.Counts(), deque[tuple[date, rates.Counts]]()
    points = []
    for offset in range((today - start).days + 1):
        day = start + timedelta(days=offset)
        if day in by_day:
            held.append((day, by_day[day]))
            running = running + by_day[day]
        while held and held[0][0] <= day - timedelta(days=SPAN):
            old = held.popleft()[1]
            running = rates.Counts(
                running.positive - old.positive,
                running.neutral - old.neutral,
                running.negative - old.negative,
            )
        if day >= first:
            exact = rates.rate(running, policy.feedback.rate_formula)
            points.append((day, None if exact is None else float(100 * exact), running.ratings))
    return points
