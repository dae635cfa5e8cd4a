"""Words for what the pages of orders show."""

from __future__ import annotations

from orders.course import ORDER_STATES
from orders.models import FulfilledBy, Order
from policy.phrases import fixed
from policy.saying import say
from policy.terms import OrderStatus
from tenants.models import Member
from wire.money import money


def name_of(buyer: Member) -> str:
    """The buyer as the other side may know them: never by e-mail address."""
    return buyer.name or buyer.external_id or say("The buyer")


def amount_of(order: Order) -> str:
    if order.amount is None:
        return ""
    return money(order.amount, order.currency)


def fulfilled_by(order: Order) -> str:
    if order.fulfilled_by == FulfilledBy.PARTNER and order.partner:
        return order.partner.name
    return say("The seller") if order.fulfilled_by == FulfilledBy.SELLER else say("The marketplace")


def status_choices(all_of_them: str) -> list[dict[str, str]]:
    return [
        {"value": "", "label": all_of_them},
        *({"value": status.value, "label": ORDER_STATES[status]} for status in OrderStatus),
    ]


def size_in_words(size: int) -> str:
    """Bytes as people read them: "820 kB", "1.4 MB"."""
    if size < 1000:
        return say("{size} bytes", size=size)
    if size < 1_000_000:
        return say("{size} kB", size=fixed(size / 1000, 0))
    return say("{size} MB", size=fixed(size / 1_000_000, 1))
