"""Times as a marketplace states them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from wire.instants import NOT_AN_INSTANT, read_instant


def read_moment(value: Any) -> datetime:
    """In UTC. Raises ValueError, with a sentence, for what names no moment or no sensible one."""
    moment = read_instant(value) if isinstance(value, str) else value
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise ValueError(NOT_AN_INSTANT)
    if not 1970 < moment.year < 2100:
        raise ValueError("Times lie between the years 1971 and 2099.")
    return moment.astimezone(UTC)
