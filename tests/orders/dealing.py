"""Short ways to custom orders, discounts and reports. Bob sells, Alice buys; the marketplace offers custom orders."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from orders.actions.give_compensation import give_compensation
from orders.actions.make_custom_order import make_custom_order
from orders.actions.open_order import open_order
from orders.actions.report_seller import report_seller
from orders.actions.take_custom_order import take_custom_order
from orders.models import CustomOrder, Discount, Order, SellerReport
from tests.cast import NOW, Cast

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
OFFERED = {"title": "A blade, sharpened twice", "amount": "20.00", "currency": "EUR"}
REVIEW_FOR_MONEY = "I will give you 20 euros back if you change your review to 5 stars."


def made(cast: Cast, order: Order, *, at: datetime = NOW, by=None, **said: Any) -> CustomOrder:
    """Bob's custom order in the chat of `order`. Call it inside the marketplace."""
    return make_custom_order(tenant=cast.tenant, by=by or cast.bob, order=order, now=at, **{**OFFERED, **said})


def taken(cast: Cast, custom: CustomOrder, *, at: datetime = NOW, by=None) -> Order:
    return take_custom_order(tenant=cast.tenant, by=by or cast.alice, custom_order=custom, now=at)


def discounted(cast: Cast, order: Order, amount: str = "5.00", *, at: datetime = NOW) -> Discount:
    """A code of Alice's for a next order with Bob."""
    said = {"kind": "discount", "description": "For the scratch.", "amount": amount}
    given = give_compensation(tenant=cast.tenant, by=cast.bob, order=order, now=at, **said)
    return Discount.objects.get(compensation=given)


def unpaid(cast: Cast, amount: str = "25.00", *, at: datetime = NOW, **said: Any) -> Order:
    """An order of Alice's at Bob's that waits to be paid."""
    values = {"buyer": cast.alice, "seller": cast.seller, "offer": cast.offer, "currency": "EUR", "quantity": 1, **said}
    return open_order(tenant=cast.tenant, amount=Decimal(amount), now=at, **values)


def reported(cast: Cast, order: Order, *, at: datetime = NOW, by=None, **said: Any) -> SellerReport:
    given = {"kind": "inducement", "words": "He offers me money for five stars.", **said}
    return report_seller(tenant=cast.tenant, by=by or cast.alice, order=order, now=at, **given)


def at_once(cast: Cast, acts: list[Callable[[], Any]]) -> list[Any]:
    """What each act gave or raised; all begin at the same moment, each in a transaction of its own."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=30)
            with cast.inside():
                return act()
        except Exception as error:  # the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
