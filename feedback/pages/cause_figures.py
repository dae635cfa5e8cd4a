"""The figures of the page on causes: months, two spans of 90 days, bars, and the sentences that sum them up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from feedback.pages.cards import CRITERIA
from feedback.pages.review_filter import CAUSE_WORDS
from feedback.queries.causes import CAUSES, Causes, added_up
from policy.saying import say
from wire.speaking import short_month

MONTHS = 12
SPAN = timedelta(days=90)
STEP, HEIGHT = 10, 32
"""Width of a month and height of the largest one, in the drawing's own units."""
CAUSE_NAMED = {
    "product": say("the product"),
    "delivery": say("delivery"),
    "fulfilment": say("packing and handling"),
    "fulfilment_service": say("service of the fulfilment"),
    "seller_service": say("your service"),
    "communication": say("communication"),
    "price": say("the price"),
}
"""The causes that a sentence may name, as it names them."""
_UNSAID = ("other", "stars_only", "not_read")
"""What is no answer to the question; it stands last, and no sentence names it."""
_LEAST = 3
"""Reviews more than before from which on a rise is worth a sentence …"""
_ENOUGH = 10
"""… where both spans have so many negative reviews: fewer go up and down by chance."""


@dataclass(frozen=True, slots=True)
class Part:
    """So many of so many reviews."""

    number: int
    base: int

    @property
    def share(self) -> float:
        return 100 * self.number / self.base if self.base else 0.0

    @property
    def percent(self) -> str:
        if not self.base:
            return ""
        return "<1 %" if 0 < self.share < 0.5 else ">99 %" if 99.5 <= self.share < 100 else f"{self.share:.0f} %"


@dataclass(frozen=True, slots=True)
class Bar:
    """A month's column, and its figures as text."""

    month: str
    part: Part
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Row:
    """One cause: over the year, month by month, and the last 90 days against the 90 before."""

    label: str
    named: str
    """Within a sentence."""
    href: str
    year: Part
    bars: tuple[Bar, ...]
    last: Part
    before: Part

    @property
    def change(self) -> str:
        more = self.last.number - self.before.number
        if not more:
            return say("as many")
        return say("{number} more", number=more) if more > 0 else say("{number} fewer", number=-more)


def first_day(today: date) -> date:
    """The first of the month eleven months before this one's."""
    month = today.year * 12 + today.month - 1 - (MONTHS - 1)
    return date(month // 12, month % 12 + 1, 1)


def cause_figures(days: Mapping[date, Causes], *, today: date, href: Callable[..., str]) -> dict[str, Any]:
    """Everything that the page shows. `href(**filter)` is where the reviews behind a figure are listed."""

    def between(first: date, last: date) -> Causes:
        return added_up(each for day, each in days.items() if first <= day <= last)

    starts = _months(today)
    months = [between(first, after - timedelta(days=1)) for first, after in zip(starts, starts[1:], strict=False)]
    spans = added_up(months), between(today - SPAN + timedelta(days=1), today), _before(between, today)
    names = [short_month(first) for first in starts[:-1]]

    def row(label: str, query: dict[str, str], part: Callable[[Causes], Part], largest: int, named: str = "") -> Row:
        parts = [part(each) for each in months]
        bars = tuple(_bar(at, name, each, largest) for at, (name, each) in enumerate(zip(names, parts, strict=True)))
        return Row(label, named, href(**query), part(spans[0]), bars, part(spans[1]), part(spans[2]))

    largest = max((each.about[cause] for each in months for cause in CAUSES), default=0)
    about = [
        (cause, row(CAUSE_WORDS[cause], {"about": cause}, _about(cause), largest, CAUSE_NAMED.get(cause, "")))
        for cause in CAUSES
        if spans[0].about[cause]
    ]
    about.sort(key=lambda each: (each[0] in _UNSAID, -each[1].year.number))
    largest = max((each.few[name] for each in months for name, _ in CRITERIA), default=0)
    few = [row(label, {"few": name}, _few(name), largest) for name, label in CRITERIA if spans[0].rated[name]]
    return {
        "year": spans[0].reviews,
        "last": spans[1].reviews,
        "before": spans[2].reviews,
        "first_month": names[0],
        "last_month": names[-1],
        "months": names,
        "width": STEP * MONTHS,
        "height": HEIGHT + 1,
        "floor": HEIGHT + 0.5,
        "about": [each for _, each in about],
        "few": sorted(few, key=lambda each: -each.year.number),
        "sentences": _sentences([each for cause, each in about if cause not in _UNSAID]),
    }


def _months(today: date) -> list[date]:
    """The first day of each month, and of the one to come."""
    starts = [first_day(today)]
    while len(starts) <= MONTHS:
        starts.append((starts[-1] + timedelta(days=31)).replace(day=1))
    return starts


def _before(between: Callable[[date, date], Causes], today: date) -> Causes:
    return between(today - 2 * SPAN + timedelta(days=1), today - SPAN)


def _about(cause: str) -> Callable[[Causes], Part]:
    return lambda causes: Part(causes.about[cause], causes.reviews)


def _few(name: str) -> Callable[[Causes], Part]:
    return lambda causes: Part(causes.few[name], causes.rated[name])


def _bar(at: int, month: str, part: Part, largest: int) -> Bar:
    height = round(HEIGHT * part.number / largest, 1) if largest else 0.0
    return Bar(month, part, at * STEP + 1, round(HEIGHT - height, 1), height)


def _sentences(rows: list[Row]) -> list[str]:
    """What is named most, and what rose most in 90 days, each with what it is of."""
    said = []
    if rows:
        most = rows[0]
        said.append(
            say(
                "Named most often: {cause}, in {number} of {base} reviews.",
                cause=most.named,
                number=most.year.number,
                base=most.year.base,
            )
        )
    rises = [
        each
        for each in rows
        if min(each.last.base, each.before.base) >= _ENOUGH
        and each.last.number - each.before.number >= _LEAST
        and each.last.share > each.before.share
    ]
    if rises:
        rise = max(rises, key=lambda each: each.last.number - each.before.number)
        said.append(
            say(
                "Risen most: {cause}, in {number} of {base} reviews of the last 90 days, "
                "against {before} of {before_base} in the 90 before.",
                cause=rise.named,
                number=rise.last.number,
                base=rise.last.base,
                before=rise.before.number,
                before_base=rise.before.base,
            )
        )
    return said
