"""Short ways to orders and offers at risk. Bob sells, Alice buys; NOW is noon."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from feedback.actions.take_remedy import Words, take_remedy
from feedback.models import Remedy
from orders.actions.send_message import send_message
from orders.models import Offer, Order
from policy.prevention import RemedyKind
from tests.cast import NOW, Cast, finished_order

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOTICE = "I am sorry, I need a little longer than I said."


def running(cast: Cast, **more: Any) -> Order:
    """An order of Alice's in progress, placed two days ago, without a promise. Call it inside the marketplace."""
    values = {
        "status": "in_progress",
        "placed_at": NOW - 2 * DAY,
        "closed_at": None,
        "started_at": None,
        "delivered_at": None,
        "promised_start_at": None,
        "promised_completion_at": None,
    }
    return finished_order(cast, **{**values, **more})


def late_start(cast: Cast, **more: Any) -> Order:
    return running(cast, **{"promised_start_at": NOW - DAY, **more})


def late_completion(cast: Cast, **more: Any) -> Order:
    started = {"started_at": NOW - DAY, "promised_completion_at": NOW - HOUR}
    return running(cast, **{**started, **more})


def wrote(cast: Cast, order: Order, *, ago: timedelta, sender: str = "buyer", body: str = "Hello?") -> None:
    by = order.buyer if sender == "buyer" else cast.bob
    send_message(tenant=cast.tenant, by=by, order=order, sender=sender, body=body, now=NOW - ago)


def unanswered(cast: Cast, *, ago: timedelta = DAY, **more: Any) -> Order:
    order = running(cast, **more)
    wrote(cast, order, ago=ago)
    return order


def on_sale(cast: Cast, title: str, **facts: Any) -> Offer:
    values = {"listed": True, "price": "5.00", "currency": "EUR", "external_id": title, "changed_at": NOW - 3 * DAY}
    return Offer.objects.create(tenant=cast.tenant, title=title, **{"seller": cast.seller, **values, **facts})


def remedied(
    cast: Cast, kind: RemedyKind = RemedyKind.DELAY_NOTICE, *, at: datetime = NOW, by: Any = None, **more: Any
) -> Remedy:
    words = more.pop("words", Words(text=NOTICE))
    who = {"tenant": cast.tenant, "by": by or cast.bob, "seller": cast.seller, "now": at}
    return take_remedy(**who, kind=kind, words=words, **more)
