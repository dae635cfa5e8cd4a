"""What an order's page offers beside the chat: custom orders for the seller, muting and reporting for the buyer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from orders.custom.orders import custom_orders_in_chat
from orders.models import Message, Order
from orders.offering.discounts import discount_taken
from orders.pages.custom_cards import BUYER, SELLER, card_of
from orders.stating.changes import CLOSED
from orders.talking.conduct import has_muted
from tenants.queries import policy_in_force


def dealings_of(request: HttpRequest, order: Order, side: str) -> dict[str, Any]:
    """`side` is the reader's own: buyer, seller, or nothing for who looks on and sees none of it."""
    named = [order.external_id]
    page: dict[str, Any] = {"taken_discount": discount_taken(order) if side in (BUYER, SELLER) else None}
    if side == Message.Sender.BUYER:
        page["conduct"] = {
            "muted": has_muted(request.member, order.seller),
            "running": order.status not in CLOSED,
            "mute_href": reverse("seller_mute", args=named),
            "report_href": reverse("seller_report", args=named),
        }
    if side == Message.Sender.SELLER:
        now = timezone.now()
        allowed = policy_in_force(at=now).policy.orders.custom_order_link_hours is not None
        made = [card_of(custom, side, now) for custom in custom_orders_in_chat(order)]
        page["check_href"] = reverse("conduct_check", args=named)
        page["custom_orders"] = {
            "made": made,
            "make_href": reverse("custom_order_form", args=named) if allowed else "",
        }
    return page
