"""Numbers, dates and lists as sentences say them: with their unit, and exact."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from fractions import Fraction

from policy.terms import Criterion, OrderStatus

_CRITERIA = {
    Criterion.FULFILMENT: "order fulfilment",
    Criterion.START_TIME: "start time",
    Criterion.COMMUNICATION: "communication",
}


def listed(words: Sequence[str], conjunction: str) -> str:
    """Words as a sentence lists them: "a, b or c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def criteria_in_words(criteria: Iterable[str]) -> str:
    """Criteria as sentences name them, in the order of the form: "order fulfilment and communication"; "" for none."""
    chosen = set(criteria)
    named = [name for criterion, name in _CRITERIA.items() if criterion in chosen]
    return listed(named, "and") if named else ""


def date_in_words(day: date) -> str:
    """A day as sentences name it: 1 March 2027."""
    return f"{day.day} {day:%B %Y}"


def moment_in_words(moment: datetime, tz: tzinfo) -> str:
    """A moment on the marketplace's clock, to the minute: 1 March 2027, 14:05 CET."""
    local = moment.astimezone(tz)
    return f"{date_in_words(local.date())}, {local:%H:%M %Z}"


def order_is(status: OrderStatus) -> str:
    """What an order is in that status: "in progress", "refunded"."""
    return "refunded" if status is OrderStatus.REFUND else status.value.replace("_", " ")


def plural(number: int, noun: str) -> str:
    """A number and its noun: "1 day", "2,000 characters"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def hours(number: int) -> str:
    """Hours, or days where they are whole and more than two: "48 hours", "3 days"."""
    days, rest = divmod(number, 24)
    return plural(days, "day") if not rest and days > 2 else plural(number, "hour")


def share(value: Fraction) -> str:
    """An exact share in percent: "95 %", "99.5 %"."""
    return f"{_exact(value * 100)} %"


def points(value: Fraction) -> str:
    """An exact difference of shares in percentage points: "2 points"."""
    return f"{_exact(value * 100)} {'point' if value * 100 == 1 else 'points'}"


def _exact(value: Fraction) -> str:
    return f"{float(value):.10g}"
