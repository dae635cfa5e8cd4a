"""Words for what the pages of orders show."""

from __future__ import annotations

from orders.models import FulfilledBy, Order
from policy.phrases import order_is
from policy.terms import OrderStatus
from tenants.models import Member


def name_of(buyer: Member) -> str:
    """The buyer as the other side may know them: never by e-mail address."""
    return buyer.name or buyer.external_id or "The buyer"


def amount_of(order: Order) -> str:
    if order.amount is None:
        return ""
    return f"{order.amount:,.2f} {order.currency}".strip()


def fulfilled_by(order: Order) -> str:
    if order.fulfilled_by == FulfilledBy.PARTNER and order.partner:
        return order.partner.name
    return "The seller" if order.fulfilled_by == FulfilledBy.SELLER else "The marketplace"


def status_choices(all_of_them: str) -> list[dict[str, str]]:
    return [
        {"value": "", "label": all_of_them},
        *({"value": status.value, "label": order_is(status).capitalize()} for status in OrderStatus),
    ]


def size_in_words(size: int) -> str:
    """Bytes as people read them: "820 kB", "1.4 MB"."""
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:,.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB"
