"""Numbers with their unit, as every page of the policy writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from policy.phrases import days
from policy.saying import Said, say, say_number

UNCOUNTED: Final = ("%", "of 100", "of 1")
"""Units that have no plural."""

_SAID: Final[Mapping[str, Callable[[float], Said]]] = {
    "%": lambda number: say("{share} %", share=number),
    "of 100": lambda number: say("{number} of 100", number=number),
    "of 1": lambda number: say("{number} of 1", number=number),
    "day": lambda number: say_number("{number} day", "{number} days", _form(number), number=number),
    "character": lambda number: say_number("{number} character", "{number} characters", _form(number), number=number),
    "rating": lambda number: say_number("{number} rating", "{number} ratings", _form(number), number=number),
    "review": lambda number: say_number("{number} review", "{number} reviews", _form(number), number=number),
    "author": lambda number: say_number("{number} author", "{number} authors", _form(number), number=number),
    "case": lambda number: say_number("{number} case", "{number} cases", _form(number), number=number),
    "message": lambda number: say_number("{number} message", "{number} messages", _form(number), number=number),
    "point": lambda number: say_number("{number} point", "{number} points", _form(number), number=number),
    "percentage point": lambda number: say_number(
        "{number} percentage point", "{number} percentage points", _form(number), number=number
    ),
}


def amount(number: float, unit: str) -> str:
    """A number with its unit: "1 day", "90 days", "72 hours (3 days)", "62 of 100"."""
    if unit in _SAID:
        return _SAID[unit](number)
    if unit == "hour":
        hours = say_number("{number} hour", "{number} hours", _form(number), number=number)
        in_days = isinstance(number, int) and number >= 48 and number % 24 == 0
        return say("{hours} ({days})", hours=hours, days=days(number // 24)) if in_days else hours
    digits = f"{number:,}" if isinstance(number, int) else f"{number:,.10g}"
    return f"{digits} {unit}".strip()


def _form(number: float) -> int:
    """Which form of the unit goes with it."""
    return 1 if number == 1 else 2


def units(unit: str) -> str:
    """The unit as it stands behind an input: "days", "%"."""
    return unit if not unit or unit in UNCOUNTED else f"{unit}s"
