"""Offers on sale and orders that were bought on these pages, by the same actions that people use."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from payments import PaymentStatus

from marketplace.demo.cases import CaseWriter
from orders.actions.hear_provider import hear_provider
from orders.actions.move_order import move_order
from orders.actions.pause_offer import pause_offer
from orders.actions.place_order import place_order
from orders.actions.put_offer import put_offer
from orders.actions.start_payment import start_payment
from orders.queries import seller_of_external_id

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Stock, hours to start and hours to be done, in turn.
_TERMS = ((12, 2, 24), (None, 4, 48), (3, 12, 72))


def write_shop(writer: CaseWriter) -> None:
    """The first seller's offers are on sale, with one paused and one sold out beside them."""
    told = writer.catalog.texts["sellers"][0]
    seller = seller_of_external_id(writer.catalog.seller_id(told["name"]))
    selling = {"tenant": writer.tenant, "by": writer.people["seller"]}
    offers = []
    for number, (title, price) in enumerate(told["offers"]):
        offers.append(
            _put(writer, seller, f"{seller.external_id}-{number + 1}", title, price, *_TERMS[number % len(_TERMS)])
        )
    paused = _put(writer, seller, "shop-paused", f"{told['offers'][0][0]}, by appointment", "29.00", None, 24, 96)
    pause_offer(**selling, offer=paused, until=writer.now + 5 * DAY, now=writer.now - HOUR)
    _put(writer, seller, "shop-sold-out", f"{told['offers'][-1][0]}, last of its kind", "59.00", 0, 2, 48)
    if settings.PAYMENT_VARIANTS:
        _buy(writer, offers)


def _put(writer: CaseWriter, seller: Any, external_id: str, title: str, price: str, *terms: int | None) -> Any:
    stock, start, complete = terms
    facts = {
        "title": title,
        "description": f"{title}. Tell us in the order's chat what matters to you; we answer within the hour.",
        "price": Decimal(price),
        "currency": writer.catalog.texts["currency"],
        "stock": stock,
        "start_within_hours": start,
        "complete_within_hours": complete,
        "listed": True,
    }
    who = {"tenant": writer.tenant, "by": writer.people["seller"], "seller": seller}
    return put_offer(**who, external_id=external_id, facts=facts, now=writer.now - 3 * DAY)[0]


def _buy(writer: CaseWriter, offers: list[Any]) -> None:
    """One order waits to be paid, one was just paid, one was delivered and waits for its buyer."""
    _placed(writer, offers[0], "waits", timedelta(minutes=2))
    _paid(writer, _placed(writer, offers[0], "paid", 3 * HOUR), 3 * HOUR)
    delivered = _placed(writer, offers[-1], "delivered", 2 * DAY)
    _paid(writer, delivered, 2 * DAY)
    for step, ago in (("start", 46 * HOUR), ("deliver", 5 * HOUR)):
        who = {"tenant": writer.tenant, "by": writer.people["seller"], "order": delivered}
        move_order(**who, to=step, now=writer.now - ago)


def _placed(writer: CaseWriter, offer: Any, attempt: str, ago: timedelta) -> Any:
    who = {"tenant": writer.tenant, "by": writer.people["buyer"]}
    return place_order(**who, offer=offer, now=writer.now - ago, attempt=f"demo {attempt}")


def _paid(writer: CaseWriter, order: Any, ago: timedelta) -> None:
    at, variant = writer.now - ago, next(iter(settings.PAYMENT_VARIANTS))
    who = {"tenant": writer.tenant, "by": writer.people["buyer"]}
    payment = start_payment(**who, order=order, variant=variant, now=at)

    def confirm(held: Any) -> None:
        held.captured_amount = held.total
        held.change_status(PaymentStatus.CONFIRMED)

    hear_provider(tenant=writer.tenant, payment_id=payment.pk, ask=confirm, now=at)
