"""Short ways to an order that was bought on these pages: Bob sells, Alice buys and pays with the demo's provider."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from payments import PaymentStatus

from orders.actions.hear_provider import hear_provider
from orders.actions.move_order import move_order
from orders.actions.place_order import place_order
from orders.actions.put_offer import put_offer
from orders.actions.start_payment import start_payment
from orders.models import Offer, Order, Payment
from tests.cast import NOW, Cast

PRICE = Decimal("12.50")


def offer_on_sale(cast: Cast, external_id: str = "blade", **facts: Any) -> Offer:
    """Bob's offer: 12.50 EUR, three left, started in 2 hours and done in 24. Call it inside the marketplace."""
    given = {
        "title": "A fine blade",
        "price": PRICE,
        "currency": "EUR",
        "stock": 3,
        "start_within_hours": 2,
        "complete_within_hours": 24,
        "listed": True,
        **facts,
    }
    who = {"tenant": cast.tenant, "by": cast.bob, "seller": cast.seller}
    return put_offer(**who, external_id=external_id, facts=given, now=NOW)[0]


def placed(cast: Cast, offer: Offer | None = None, *, at: datetime = NOW, **words: Any) -> Order:
    """Alice's order, not paid yet."""
    offer = offer or offer_on_sale(cast)
    return place_order(tenant=cast.tenant, **{"by": cast.alice, "offer": offer, "now": at, **words})


def begun(cast: Cast, order: Order, *, at: datetime = NOW) -> Payment:
    return start_payment(tenant=cast.tenant, by=order.buyer, order=order, variant="pretend", now=at)


def confirm(payment: Payment) -> None:
    """What a provider does when the money is there."""
    payment.captured_amount = payment.total
    payment.change_status(PaymentStatus.CONFIRMED)


def pay(cast: Cast, order: Order, *, at: datetime = NOW) -> Payment:
    payment = begun(cast, order, at=at)
    hear_provider(tenant=cast.tenant, payment_id=payment.pk, ask=confirm, now=at)
    payment.refresh_from_db()
    return payment


def paid(cast: Cast, offer: Offer | None = None, *, at: datetime = NOW, **words: Any) -> Order:
    """Alice's order, paid for in the moment she placed it."""
    order = placed(cast, offer, at=at, **words)
    pay(cast, order, at=at)
    order.refresh_from_db()
    return order


def moved(cast: Cast, order: Order, *steps: str, at: datetime = NOW, **words: Any) -> Order:
    """The order after these steps, each by the side that takes it."""
    for step in steps:
        by = cast.alice if step == "finish" else cast.bob
        order = move_order(tenant=cast.tenant, by=by, order=order, to=step, now=at, **words)
    return order
