"""What the prevention desk shows in the demo: every kind of risk, and a past in which something was done about some."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from feedback.actions.import_reviews import import_reviews
from feedback.actions.take_remedy import Words, take_remedy
from marketplace.demo.cases import CaseWriter
from marketplace.demo.catalog import buyer_name
from orders.actions.import_orders import import_orders
from orders.actions.send_message import send_message
from orders.queries import order_of_external_id
from policy.prevention import RemedyKind, Risk

# Orders of the desk are numbered apart from the others.
FIRST = 800
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

SORRY = "Hello, I am sorry: your order takes a little longer than I said. I am at it, and write as soon as it is done."
REASON = "I am sorry for the delay. If you would rather not wait, tell me, and we will find a solution."
A_GIFT = "A second one for the wait, added to your order."
ASKED = "Hello, could you tell me how far you are? I need it for the weekend."
ANSWER = "I am sorry that you had to wait for my answer. It is on its way since this morning."


@dataclass(frozen=True)
class Past:
    """An order that has ended: hours from its placement on, and what was done when it was late."""

    days_ago: int
    done_after: int
    remedy: RemedyKind | None
    stars: int | None
    promised: int = 48


NOTICE, LATER, GIFT = RemedyKind.DELAY_NOTICE, RemedyKind.EXTEND_DELIVERY, RemedyKind.COMPENSATION
PASTS = (
    *(Past(80 - 5 * number, 56, NOTICE, stars) for number, stars in enumerate((5, 5, 4, None, 5, 3))),
    *(Past(78 - 6 * number, 66, LATER, stars) for number, stars in enumerate((5, 5, None, 4))),
    *(Past(55 - 8 * number, 60, GIFT, stars) for number, stars in enumerate((5, 2))),
    *(Past(82 - 8 * number, 62, None, stars) for number, stars in enumerate((5, None, 2, 3, None, 5))),
)


def write_prevention(writer: CaseWriter) -> None:
    """The first seller's desk: what has ended, and what is at risk now."""
    numbers = count(FIRST)
    for past in PASTS:
        _write_past(writer, next(numbers), past)
    _write_now(writer, numbers)


def _write_now(writer: CaseWriter, numbers: Iterable[int]) -> None:
    now, number = writer.now, iter(numbers)
    # Not begun: over its time, and near it. In work: over its time, and due today.
    _order(writer, next(number), now - 9 * HOUR, start=4, done=60)
    _order(writer, next(number), now - 10 * HOUR, start=12, done=70)
    late = _order(writer, next(number), now - 52 * HOUR, start=6, done=48, started=5)
    _order(writer, next(number), now - 44 * HOUR, start=6, done=50, started=4)
    asked = _order(writer, next(number), now - 40 * HOUR, start=6, done=96, started=5)
    _say(writer, asked, "buyer", ASKED, now - 19 * HOUR)
    # One about which something was done already.
    _remedy(writer, late, NOTICE, Risk.LATE_COMPLETION, now - 2 * HOUR)
    _order(writer, next(number), now - 20 * HOUR, start=8, done=60, started=6, offer="shop-paused")
    # More than there is of one offer, and more at once than was ever done of another.
    for _ in range(3):
        _order(writer, next(number), now - 6 * HOUR, start=48, done=96, offer=_scarce(writer))
    for _ in range(6):
        _order(writer, next(number), now - HOUR, start=8, done=20, offer=_offer(writer, 2))


def _write_past(writer: CaseWriter, number: int, past: Past) -> None:
    """As it went: placed, late, something done about it or not, delivered, and rated or not."""
    placed = writer.now - past.days_ago * DAY
    done = placed + past.done_after * HOUR
    told = placed + (past.promised - 2) * HOUR
    order = _order(writer, number, placed, start=8, done=past.promised, started=6)
    if past.remedy is not None:
        _remedy(writer, order, past.remedy, Risk.LATE_COMPLETION, told)
    elif past.stars is not None and past.stars < 4:
        _say(writer, order, "buyer", ASKED, told)
        _say(writer, order, "seller", ANSWER, done)
    ended = done + 5 * HOUR
    _state(
        writer,
        number,
        placed,
        _facts(start=8, done=_promise(past), started=6)
        | {
            "status": "finished",
            "delivered_at": done.isoformat(),
            "closed_at": ended.isoformat(),
        },
    )
    if past.stars is not None:
        _rate(writer, number, past.stars, ended)


def _promise(past: Past) -> int:
    """Hours from the placement to the promise in force at the end."""
    return past.done_after + 6 if past.remedy is LATER else past.promised


def _order(writer: CaseWriter, number: int, placed: datetime, *, offer: str = "", **hours: Any) -> Any:
    """An order in progress, pushed in as a marketplace does; the hours count from its placement."""
    _state(writer, number, placed, _facts(**hours) | {"status": "in_progress"}, offer)
    return order_of_external_id(_name(writer, number))


def _facts(*, start: int, done: int, started: int | None = None) -> dict[str, int | None]:
    return {"promised_start_at": start, "promised_completion_at": done, "started_at": started}


def _state(writer: CaseWriter, number: int, placed: datetime, facts: dict[str, Any], offer: str = "") -> None:
    told, texts = writer.catalog.texts["sellers"][0], writer.catalog
    times = {
        name: (placed + value * HOUR).isoformat() if isinstance(value, int) else value
        for name, value in facts.items()
        if value is not None
    }
    row = {
        "order": _name(writer, number),
        "buyer": f"buyer-{number % 100:03d}",
        "buyer_name": buyer_name(number % 100),
        "seller": texts.seller_id(told["name"]),
        "seller_name": told["name"],
        "offer": offer or _offer(writer, 2),
        "placed_at": placed.isoformat(),
        "amount": told["offers"][0][1],
        "currency": texts.texts["currency"],
        "fulfilled_by": "seller",
        **times,
    }
    import_orders(tenant=writer.tenant, by=None, rows=[(2, row)], now=writer.now, on_reject=_refuse)


def _rate(writer: CaseWriter, number: int, stars: int, ended: datetime) -> None:
    row = {
        "order": _name(writer, number),
        "buyer": f"buyer-{number % 100:03d}",
        "seller": writer.catalog.seller_id(writer.catalog.texts["sellers"][0]["name"]),
        "status": "finished",
        "closed_at": ended.isoformat(),
        **dict.fromkeys(("fulfilment", "start_time", "communication"), str(stars)),
        "published_at": (ended + 9 * HOUR).isoformat(),
    }
    import_reviews(tenant=writer.tenant, by=None, rows=[(2, row)], now=writer.now, on_reject=_refuse)


def _remedy(writer: CaseWriter, order: Any, kind: RemedyKind, risk: Risk, at: datetime) -> None:
    words = {
        NOTICE: Words(text=SORRY),
        LATER: Words(text=REASON, to=order.promised_completion_at + DAY),
        GIFT: Words(compensation="replacement", description=A_GIFT),
    }[kind]
    who = {"tenant": writer.tenant, "by": writer.people["seller"], "seller": order.seller, "now": at}
    take_remedy(**who, kind=kind, risk=risk, order=order, words=words)


def _say(writer: CaseWriter, order: Any, sender: str, body: str, at: datetime) -> None:
    send_message(tenant=writer.tenant, by=None, order=order, sender=sender, body=body, sent_at=at, now=writer.now)


def _name(writer: CaseWriter, number: int) -> str:
    return f"{writer.catalog.slug[:2].upper()}-{10000 * 8 + number}"


def _offer(writer: CaseWriter, number: int) -> str:
    return f"{writer.catalog.seller_id(writer.catalog.texts['sellers'][0]['name'])}-{number}"


def _scarce(writer: CaseWriter) -> str:
    """An offer with few left, or none."""
    return _offer(writer, 3) if len(writer.catalog.texts["sellers"][0]["offers"]) > 2 else "shop-sold-out"


def _refuse(line: int, *why: object) -> None:
    raise RuntimeError(f"The demo's own data was refused: line {line}: {why}")
