"""The steps in which the queue speaks of an order's value and a case's age."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from typing import Final

UNKNOWN: Final = "unknown"
_STEPS: Final = ((Decimal(10), "10_to_50"), (Decimal(50), "50_to_200"), (Decimal(200), "200_to_1000"))
_LAST: Final = (Decimal(1000), "from_1000")
_FIRST: Final = "under_10"

VALUE_BANDS: Final[dict[str, str]] = {
    "under_10": "Under 10",
    "10_to_50": "10 to 50",
    "50_to_200": "50 to 200",
    "200_to_1000": "200 to 1,000",
    "from_1000": "1,000 and more",
    "unknown": "Not known",
}
"""Each band of an order's amount, in whatever currency it was paid in; a band begins with its lower end."""

AGES: Final[dict[int, str]] = {
    1: "Filed over a day ago",
    3: "Filed over 3 days ago",
    7: "Filed over 7 days ago",
    14: "Filed over 14 days ago",
    30: "Filed over 30 days ago",
}
"""By days since the filing."""


def value_band(amount: Decimal | None) -> str:
    if amount is None:
        return UNKNOWN
    steps = (*_STEPS, _LAST)
    place = bisect_right([least for least, _ in steps], amount)
    return steps[place - 1][1] if place else _FIRST


def amounts_in(band: str) -> tuple[Decimal | None, Decimal | None]:
    """The band's lower end and the end that it does not reach; None where it has no such end, or is UNKNOWN."""
    steps = ((None, _FIRST), *_STEPS, _LAST)
    for place, (least, name) in enumerate(steps):
        if name == band:
            return least, steps[place + 1][0] if place + 1 < len(steps) else None
    return None, None
