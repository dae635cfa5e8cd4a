"""How an order went, held against what was promised: the entries of its timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from audit.queries import entries_of
from orders.models import Order
from orders.stating.changes import CLOSED
from policy.phrases import date_in_words, order_is, plural
from policy.terms import OrderStatus

# (what was promised, what happened, its name, the promise in words)
PROMISES = (
    ("promised_start_at", "started_at", "Started", "start"),
    ("promised_ship_at", "shipped_at", "Shipped", "ship"),
    ("promised_completion_at", "delivered_at", "Delivered", "deliver"),
)
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
    entries = [Entry("Placed", order.placed_at)]
    for promised_name, actual_name, title, verb in PROMISES:
        promised, actual = getattr(order, promised_name), getattr(order, actual_name)
        if actual is not None:
            entries.append(Entry(title, actual, _kept(promised, actual), _tone(promised, actual)))
        elif promised is not None:
            entries.append(_not_yet(order, promised, title, verb, now))
    if order.closed_at is not None and OrderStatus(order.status) in CLOSED:
        outcome = order_is(OrderStatus(order.status)).capitalize()
        entries.append(Entry(outcome, order.closed_at, tone="accent", current=True))
    entries += [Entry("More time promised", at, words, tone="warning") for at, words in extended]
    happened = sorted((entry for entry in entries if entry.at is not None), key=lambda entry: entry.at)
    return happened + [entry for entry in entries if entry.at is None]


def extensions_of(order: Order) -> list[tuple[datetime, str]]:
    """When the seller promised a later time for its completion, and in words which promise it took the place of."""
    found = []
    for entry in entries_of(order).filter(action="order.extended").order_by("at", "id"):
        before, after = entry.data["promised_completion_at"]
        new = f"Now by {_moment(datetime.fromisoformat(after))}"
        old = f"; promised before: by {_moment(datetime.fromisoformat(before))}." if before else "."
        found.append((entry.at, new + old))
    return found


def span_in_words(span: timedelta) -> str:
    """The two largest units of a length of time: "3 days, 4 hours"."""
    minutes = int(abs(span).total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    units = [(days, "day"), (rest // 60, "hour"), (rest % 60, "minute")]
    first = next((index for index, (number, _) in enumerate(units) if number), None)
    if first is None:
        return "less than a minute"
    return ", ".join(plural(number, unit) for number, unit in units[first : first + 2] if number)


def _kept(promised: datetime | None, actual: datetime) -> str:
    if promised is None:
        return ""
    if actual <= promised:
        return f"As promised: by {_moment(promised)}."
    return f"{span_in_words(actual - promised).capitalize()} late: promised by {_moment(promised)}."


def _tone(promised: datetime | None, actual: datetime) -> str:
    if promised is None:
        return "info"
    return "success" if actual <= promised else "warning"


def _not_yet(order: Order, promised: datetime, title: str, verb: str, now: datetime) -> Entry:
    if OrderStatus(order.status) not in STILL_OPEN:
        return Entry(f"Promised to {verb} by then", promised, f"Not recorded: {title.lower()}.", "warning")
    if promised >= now:
        return Entry(f"To {verb}", None, f"Promised by {_moment(promised)}, in {span_in_words(promised - now)}.")
    late = span_in_words(now - promised)
    return Entry(f"To {verb}", None, f"Promised by {_moment(promised)}: {late} ago.", "warning")


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{date_in_words(local.date())}, {local:%H:%M}"
