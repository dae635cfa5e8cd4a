"""How an order went, held against what was promised: the entries of its timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from audit.queries import entries_of
from orders.models import Order
from orders.stating.changes import CLOSED
from policy.saying import say, say_number
from policy.terms import OrderStatus


class Words(NamedTuple):
    """For one thing that is promised."""

    done: str
    to_do: str
    promised: str
    not_recorded: str


# What was promised, what happened, and the words for it.
PROMISES = (
    (
        "promised_start_at",
        "started_at",
        Words(say("Started"), say("To start"), say("Promised to start by then"), say("Not recorded: started.")),
    ),
    (
        "promised_ship_at",
        "shipped_at",
        Words(say("Shipped"), say("To ship"), say("Promised to ship by then"), say("Not recorded: shipped.")),
    ),
    (
        "promised_completion_at",
        "delivered_at",
        Words(say("Delivered"), say("To deliver"), say("Promised to deliver by then"), say("Not recorded: delivered.")),
    ),
)
ORDER_STATES = {
    OrderStatus.AWAITING_PAYMENT: say("Awaiting payment"),
    OrderStatus.IN_PROGRESS: say("In progress"),
    OrderStatus.DELIVERED: say("Delivered"),
    OrderStatus.FINISHED: say("Finished"),
    OrderStatus.REFUND: say("Refunded"),
    OrderStatus.CANCELED: say("Canceled"),
}
STILL_OPEN = frozenset({OrderStatus.AWAITING_PAYMENT, OrderStatus.IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class Entry:
    """As `components/timeline.html` takes it; without `at` it is still to come."""

    title: str
    at: datetime | None
    body: str = ""
    tone: str = "neutral"
    current: bool = False


def course_of(order: Order, now: datetime, extended: Sequence[tuple[datetime, str]] = ()) -> list[Entry]:
    """What happened, in order of time, and then what is still to come. `extended` is as `extensions_of` gives it."""
    entries = [Entry(say("Placed"), order.placed_at)]
    for promised_name, actual_name, words in PROMISES:
        promised, actual = getattr(order, promised_name), getattr(order, actual_name)
        if actual is not None:
            entries.append(Entry(words.done, actual, _kept(promised, actual), _tone(promised, actual)))
        elif promised is not None:
            entries.append(_not_yet(order, promised, words, now))
    if order.closed_at is not None and OrderStatus(order.status) in CLOSED:
        outcome = ORDER_STATES[OrderStatus(order.status)]
        entries.append(Entry(outcome, order.closed_at, tone="accent", current=True))
    entries += [Entry(say("More time promised"), at, told, tone="warning") for at, told in extended]
    happened = sorted((entry for entry in entries if entry.at is not None), key=lambda entry: entry.at)
    return happened + [entry for entry in entries if entry.at is None]


def extensions_of(order: Order) -> list[tuple[datetime, str]]:
    """When the seller promised a later time for its completion, and in words which promise it took the place of."""
    found = []
    for entry in entries_of(order).filter(action="order.extended").order_by("at", "id"):
        before, after = entry.data["promised_completion_at"]
        new = _moment(datetime.fromisoformat(after))
        if before:
            old = _moment(datetime.fromisoformat(before))
            words = say("Now by {new}; promised before: by {old}.", new=new, old=old)
        else:
            words = say("Now by {new}.", new=new)
        found.append((entry.at, words))
    return found


def span_in_words(span: timedelta) -> str:
    """The two largest units of a length of time: "3 days, 4 hours"."""
    minutes = int(abs(span).total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    units = (
        (days, say_number("{number} day", "{number} days", days)),
        (hours, say_number("{number} hour", "{number} hours", hours)),
        (minutes, say_number("{number} minute", "{number} minutes", minutes)),
    )
    first = next((index for index, (number, _) in enumerate(units) if number), None)
    if first is None:
        return say("less than a minute")
    shown = [words for number, words in units[first : first + 2] if number]
    return say("{larger}, {smaller}", larger=shown[0], smaller=shown[1]) if len(shown) > 1 else shown[0]


def _kept(promised: datetime | None, actual: datetime) -> str:
    if promised is None:
        return ""
    if actual <= promised:
        return say("As promised: by {moment}.", moment=_moment(promised))
    late = actual - promised
    if late < timedelta(minutes=1):
        return say("Less than a minute late: promised by {moment}.", moment=_moment(promised))
    return say("{span} late: promised by {moment}.", span=span_in_words(late), moment=_moment(promised))


def _tone(promised: datetime | None, actual: datetime) -> str:
    if promised is None:
        return "info"
    return "success" if actual <= promised else "warning"


def _not_yet(order: Order, promised: datetime, words: Words, now: datetime) -> Entry:
    if OrderStatus(order.status) not in STILL_OPEN:
        return Entry(words.promised, promised, words.not_recorded, "warning")
    if promised >= now:
        left = say("Promised by {moment}, in {span}.", moment=_moment(promised), span=span_in_words(promised - now))
        return Entry(words.to_do, None, left)
    late = say("Promised by {moment}: {span} ago.", moment=_moment(promised), span=span_in_words(now - promised))
    return Entry(words.to_do, None, late, "warning")


def _moment(moment: datetime) -> datetime:
    """On the marketplace's clock, as sentences take it."""
    return timezone.localtime(moment)
