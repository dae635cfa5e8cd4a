"""Numbers, dates and lists as sentences say them: with their unit, exact, and in the reader's language."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from fractions import Fraction

from policy.saying import Said, Speaker, say, say_list, say_number
from policy.terms import Criterion, OrderStatus, ReviewStatus

_CRITERIA = {
    Criterion.FULFILMENT: say("order fulfilment"),
    Criterion.START_TIME: say("start time"),
    Criterion.COMMUNICATION: say("communication"),
}
_ORDER_IS = {
    OrderStatus.AWAITING_PAYMENT: say("awaiting payment"),
    OrderStatus.IN_PROGRESS: say("in progress"),
    OrderStatus.DELIVERED: say("delivered"),
    OrderStatus.FINISHED: say("finished"),
    OrderStatus.REFUND: say("refunded"),
    OrderStatus.CANCELED: say("canceled"),
}
_REVIEW_IS = {
    ReviewStatus.PUBLISHED: say("published"),
    ReviewStatus.STRUCK: say("struck"),
    ReviewStatus.REMOVED: say("removed"),
    ReviewStatus.ATTRIBUTED: say("attributed"),
    ReviewStatus.WITHDRAWN: say("withdrawn"),
}


def listed(words: Sequence[str], conjunction: str) -> Said:
    """Words as a sentence lists them: "a, b or c". The conjunction is "and" or "or"."""
    return say_list(list(words), conjunction)


def criteria_in_words(criteria: Iterable[str]) -> str:
    """Criteria as sentences name them, in the order of the form: "order fulfilment and communication"; "" for none."""
    chosen = set(criteria)
    named = [name for criterion, name in _CRITERIA.items() if criterion in chosen]
    return listed(named, "and") if named else ""


def date_in_words(day: date) -> Said:
    """A day as sentences name it: 1 March 2027."""
    return Said(_day, day)


def moment_in_words(moment: datetime, tz: tzinfo) -> Said:
    """A moment on the marketplace's clock, to the minute: 1 March 2027, 14:05 CET."""
    return Said(_moment, moment.astimezone(tz))


def recorded_day(day: date) -> Said:
    """A day as records write it, with two digits: 01 March 2027."""
    return Said(_recorded, day, False)


def recorded_moment(moment: datetime) -> Said:
    """A moment as records write it, on its own clock: 01 March 2027, 14:05 UTC."""
    return Said(_recorded, moment, True)


def order_is(status: OrderStatus) -> Said:
    """What an order is in that status: "in progress", "refunded"."""
    return _ORDER_IS[status]


def review_is(status: ReviewStatus) -> Said:
    """What a review is in that status: "published", "struck"."""
    return _REVIEW_IS[status]


def plural(number: int, noun: str) -> str:
    """A number and its noun, in English only: "1 day", "2,000 characters". Pages use `say_number`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def days(number: int) -> Said:
    """Days, as "1 day" and "1,000 days"."""
    return say_number("{number} day", "{number} days", number)


def hours(number: int) -> Said:
    """Hours, or days where they are whole and more than two: "48 hours", "3 days"."""
    whole, rest = divmod(number, 24)
    return days(whole) if not rest and whole > 2 else exact_hours(number)


def exact_hours(number: int) -> Said:
    """Hours however many they are, as "1 hour" and "72 hours"."""
    return say_number("{number} hour", "{number} hours", number)


def share(value: Fraction) -> Said:
    """An exact share in percent: "95 %", "99.5 %"."""
    return say("{share} %", share=value * 100)


def points(value: Fraction) -> Said:
    """An exact difference of shares in percentage points: "2 points"."""
    exact = value * 100
    return say_number("{points} point", "{points} points", 1 if exact == 1 else 2, points=exact)


def fixed(value: float | Decimal, places: int) -> Said:
    """A number with so many decimal places, zeros too: "1,234.50"."""
    return Said(_fixed, value, places)


def _day(speaker: Speaker, day: date) -> str:
    return speaker.day(day)


def _moment(speaker: Speaker, moment: datetime) -> str:
    return f"{speaker.moment(moment)} {moment:%Z}"


def _fixed(speaker: Speaker, value: float | Decimal, places: int) -> str:
    return speaker.fixed(Decimal(value), places)


def _recorded(speaker: Speaker, moment: date, with_time: bool) -> str:
    if speaker.is_english():
        return f"{moment:%d %B %Y, %H:%M %Z}" if with_time else f"{moment:%d %B %Y}"
    if with_time and isinstance(moment, datetime):
        return f"{speaker.moment(moment)} {moment:%Z}"
    return speaker.day(moment)
