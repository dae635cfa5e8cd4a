"""What a buyer needs to recognize an order by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse

from policy.saying import say
from policy.terms import OrderStatus

if TYPE_CHECKING:
    from orders.models import Order

_STATES = {
    OrderStatus.AWAITING_PAYMENT: say("Awaiting payment"),
    OrderStatus.IN_PROGRESS: say("In progress"),
    OrderStatus.DELIVERED: say("Delivered"),
    OrderStatus.FINISHED: say("Finished"),
    OrderStatus.REFUND: say("Refunded"),
    OrderStatus.CANCELED: say("Canceled"),
}


def order_summary(order: Order) -> list[dict[str, Any]]:
    """Rows of the key-value list: what was bought, from whom, and how it ended."""
    rows: list[dict[str, Any]] = []
    if order.offer_id:
        rows.append({"key": say("Bought"), "value": order.offer.title})
    rows.append(
        {
            "key": say("Seller"),
            "value": order.seller.name,
            "href": reverse("seller_page", args=[order.seller.slug]),
        }
    )
    rows.append({"key": say("Order"), "value": order.external_id, "href": _order_href(order)})
    rows.append({"key": say("Placed"), "at": order.placed_at})
    ended = _STATES[OrderStatus(order.status)]
    rows.append({"key": ended, "at": order.closed_at} if order.closed_at else {"key": say("Now"), "value": ended})
    return rows


def _order_href(order: Order) -> str:
    try:
        return reverse("order_page", args=[order.external_id])
    except NoReverseMatch:
        return ""
