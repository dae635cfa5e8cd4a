"""Custom orders, a code, a report and a muted seller, by the same actions that people use; sweeps bring what is due."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from marketplace.demo.cases import CaseWriter
from orders.actions.give_compensation import give_compensation
from orders.actions.make_custom_order import make_custom_order
from orders.actions.mute_seller import mute_seller
from orders.actions.report_seller import report_seller
from orders.actions.send_message import send_message
from orders.queries import seller_of_external_id

if TYPE_CHECKING:
    from orders.models import Order

# Orders of these are numbered apart from those of cases and agreements.
FIRST = 900
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

OPEN = {
    "title": "The same, but finished by tomorrow evening",
    "description": "As we said in the chat: I start at once and send pictures on the way.",
    "complete_within_hours": 30,
}
EXPIRED = {"title": "Two of it at the price of one and a half", "description": "Both in one delivery."}
ASKED = {1: "Could you do it once more, but by tomorrow evening?", 2: "What would two of them cost me?"}
A_CODE = "The box was scratched. Here is something for your next order."
OFFERED = "If you leave a 5 star review I give you 10 euros back, no questions asked."
REPORTED = "I have not written a review yet, and I do not want to be paid for one."


def write_dealings(writer: CaseWriter) -> None:
    """What the demo's buyer and seller have had with each other outside of cases."""
    currency = writer.catalog.texts["currency"]
    for number, said, ago in ((1, OPEN, HOUR), (2, EXPIRED, 3 * DAY)):
        at = writer.now - ago
        order = _order(writer, number, at)
        acting = {"tenant": writer.tenant, "order": order}
        send_message(by=order.buyer, sender="buyer", body=ASKED[number], now=at - HOUR, **acting)
        price = f"{order.amount:.2f}"
        make_custom_order(by=writer.people["seller"], amount=price, currency=currency, now=at, **acting, **said)
    at = writer.now - 2 * DAY
    order = _order(writer, 3, at)
    seller = {"tenant": writer.tenant, "by": writer.people["seller"], "order": order}
    buyer = {"tenant": writer.tenant, "by": order.buyer, "now": at + 2 * HOUR}
    give_compensation(kind="discount", description=A_CODE, amount="5.00", now=at, **seller)
    message, _ = send_message(sender="seller", body=OFFERED, now=at + HOUR, **seller)
    report_seller(order=order, kind="inducement", words=REPORTED, message=message.pk, **buyer)
    mute_seller(seller=_order(writer, 4, at, seller=1).seller, **buyer)


def _order(writer: CaseWriter, number: int, at: datetime, *, seller: int = 0) -> Order:
    """A finished order of the demo's buyer with one of the sellers, closed well before `at`."""
    named = writer.catalog.texts["sellers"][seller]["name"]
    store = seller_of_external_id(writer.catalog.seller_id(named))
    return writer.order_of(FIRST + number, {"author": "demo"}, store, at)
