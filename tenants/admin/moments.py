"""A moment as a form gives it: a date and a time on the marketplace's clock."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

NOT_A_MOMENT = "Give a day and a time, or leave it empty for at once."
SKIPPED = "This time does not exist on that day: the clocks are put forward over it. Choose another."


def read_local(text: str, zone: tzinfo) -> datetime | None:
    """The moment that `text` (2026-01-31T09:30) is in `zone`, None for nothing; ValueError with a sentence.

    A time that comes twice, when the clocks go back, is the first of the two.
    """
    if not text.strip():
        return None
    try:
        local = datetime.fromisoformat(text.strip())
        if local.tzinfo is not None:
            raise ValueError
        moment = local.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(NOT_A_MOMENT) from None
    if moment.astimezone(zone).replace(tzinfo=None) != local:
        raise ValueError(SKIPPED)
    return moment
