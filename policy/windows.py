"""Days as the marketplace's own clock on the wall counts them, and the windows made of them."""

from datetime import UTC, date, datetime, timedelta, tzinfo

from policy.terms import Window


def local_day(moment: datetime, tz: tzinfo) -> date:
    """The calendar day on which an aware moment falls in the tenant's time zone."""
    return _aware(moment).astimezone(tz).date()


def start_of_day(day: date, tz: tzinfo) -> datetime:
    """The first instant of a local day, in UTC.

    Where the clocks skip midnight, the day begins at the moment of the change; where they repeat it, at the
    first of the two (both follow from `fold=0`, PEP 495).
    """
    return datetime(day.year, day.month, day.day, tzinfo=tz).astimezone(UTC)


def end_of_day(day: date, tz: tzinfo) -> datetime:
    """The first instant after a local day, in UTC."""
    return start_of_day(day + timedelta(days=1), tz)


def existing_day(day: date, tz: tzinfo) -> date:
    """That day, or the next one that there was: a change of the date line can leave a day out (Apia, 2011)."""
    while local_day(start_of_day(day, tz), tz) != day:
        day += timedelta(days=1)
    return day


def window_start(today: date, days: int) -> date:
    """The first day of a window: one of 30 days is today and the 29 days before."""
    return today - timedelta(days=days - 1)


def in_window(published_on: date, today: date, window: Window) -> bool:
    """Whether a review first published on that day counts in the window that ends today."""
    if published_on > today:
        return False
    return window.days is None or published_on >= window_start(today, window.days)


def leaves_window_on(published_on: date, days: int | None) -> date | None:
    """The first day on which the review is no longer in the window; None for a window without end."""
    return None if days is None else published_on + timedelta(days=days)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return moment
