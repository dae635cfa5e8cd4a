"""Moments as they travel: RFC 3339 with an offset on the way in, UTC with a Z on the way out."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_RFC_3339 = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,12}))?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)

NOT_AN_INSTANT = "Give a time as in 2026-01-31T09:30:00Z: date, time and offset from UTC (RFC 3339)."


def read_instant(text: str) -> datetime:
    """The moment that `text` names, in UTC. Raises ValueError, with a sentence, for anything but RFC 3339.

    A time without an offset is refused: nobody could say which moment it means. Digits beyond microseconds
    are cut. A leap second is read as the second after it, as clocks that know none count it.
    """
    match = _RFC_3339.fullmatch(text)
    if match is None:
        raise ValueError(NOT_AN_INSTANT)
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    micro = (fraction or "0").ljust(6, "0")[:6]
    leap, second = second == "60", "59" if second == "60" else second
    plain = f"{year}-{month}-{day}T{hour}:{minute}:{second}.{micro}"
    try:
        moment = datetime.fromisoformat(plain + ("+00:00" if offset in "Zz" else offset)).astimezone(UTC)
        after = moment + timedelta(seconds=1) if leap else moment
    except (ValueError, OverflowError):
        raise ValueError("This time does not exist in the calendar.") from None
    if leap and (after.day, after.hour, after.minute) != (1, 0, 0):
        raise ValueError("Leap seconds end a month, at midnight UTC; there is none here.")
    return after


def show_instant(moment: datetime) -> str:
    """`moment` in UTC, as 2026-01-31T09:30:00Z, with a fraction where there is one. ValueError if naive."""
    if moment.tzinfo is None:
        raise ValueError("A time without a zone names no moment.")
    return moment.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"
