"""Numbers with their unit, as every page of the policy writes them."""

from __future__ import annotations

from typing import Final

UNCOUNTED: Final = ("%", "of 100", "of 1")
"""Units that have no plural."""


def amount(number: float, unit: str) -> str:
    """A number with its unit: "1 day", "90 days", "72 hours (3 days)", "62 of 100"."""
    digits = f"{number:,}" if isinstance(number, int) else f"{number:,.10g}"
    if not unit or unit in UNCOUNTED:
        return f"{digits} {unit}".strip()
    said = f"{digits} {unit if number == 1 else unit + 's'}"
    if unit == "hour" and number >= 48 and number % 24 == 0:
        said += f" ({number // 24} days)"
    return said


def units(unit: str) -> str:
    """The unit as it stands behind an input: "days", "%"."""
    return unit if not unit or unit in UNCOUNTED else f"{unit}s"
