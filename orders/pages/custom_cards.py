"""A custom order as a card: in the chat it was made in, and in the seller's list."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.urls import reverse

from orders.custom.orders import custom_orders_in_chat, leads_to_it, path_of, status_at, taken_as
from orders.models import CustomOrder, Message, Order
from orders.pages.words import name_of
from orders.telling.sides import page_of
from policy.saying import say, say_number
from policy.terms import CustomOrderStatus
from wire.money import money

BUYER, SELLER = Message.Sender.BUYER.value, Message.Sender.SELLER.value
_LINK = re.compile(r"/o/([\w-]{43})(?![\w-])")
_ADDRESS = re.compile(r":? https?://\S+/o/[\w-]{43}(?![\w-])")

_SENTENCES = {
    CustomOrderStatus.OPEN: {
        BUYER: say("Made for you alone. Nobody else can see it."),
        SELLER: say("Only the buyer sees it, by the link."),
    },
    CustomOrderStatus.PAID: {BUYER: say("You bought it."), SELLER: say("The buyer bought it.")},
    CustomOrderStatus.EXPIRED: {
        BUYER: say("Its time is over."),
        SELLER: say("Its time is over; the buyer did not take it."),
    },
    CustomOrderStatus.REVOKED: {BUYER: say("The seller took it back."), SELLER: say("You took it back.")},
}


def link_token(body: str) -> str:
    """The token of a custom order's link in a message; "" where there is none."""
    found = _LINK.search(body)
    return found.group(1) if found else ""


def without_link(body: str) -> str:
    """The message's words beside a card, which has the link as a button."""
    return _ADDRESS.sub(".", body)


def cards_in_chat(order: Order, side: str, now: datetime) -> dict[str, dict[str, Any]]:
    """By token. Only the order's two sides see them; for everybody else the message is plain words."""
    if side not in (BUYER, SELLER):
        return {}
    return {custom.token: card_of(custom, side, now) for custom in custom_orders_in_chat(order)}


def card_of(custom: CustomOrder, side: str, now: datetime) -> dict[str, Any]:
    status = status_at(custom, now)
    order = taken_as(custom)
    waits = status is CustomOrderStatus.OPEN and order is not None
    said = (
        say("The buyer has taken it and is about to pay.")
        if side == SELLER
        else say("You have taken it. It waits to be paid.")
    )
    open_now = leads_to_it(custom, now)
    return {
        "id": f"custom-order-{custom.pk}",
        "title": custom.title,
        "description": custom.description,
        "price": money(custom.amount, custom.currency),
        "promised": promised(custom),
        "status": status.value,
        "sentence": said if waits else _SENTENCES[status][side],
        "until": custom.expires_at if open_now and not waits else None,
        "left": custom.expires_at - now if open_now and not waits else None,
        "made_at": custom.made_at,
        "ended_at": custom.ended_at,
        "see_href": path_of(custom) if side == BUYER and open_now else "",
        "link": path_of(custom) if side == SELLER and open_now else "",
        "revoke_href": reverse("custom_order_revoke", args=[custom.pk])
        if side == SELLER and open_now and not waits
        else "",
        "order_href": reverse("order_page", args=[order.external_id]) if order else "",
    }


def row_of(custom: CustomOrder, now: datetime) -> dict[str, Any]:
    """As the seller's list shows it: the card, for whom and in which chat."""
    made_in = custom.made_in
    return {
        **card_of(custom, SELLER, now),
        "buyer": name_of(custom.buyer),
        "chat": made_in.external_id if made_in else "",
        "chat_href": f"{page_of(made_in)}#chat" if made_in else "",
    }


def promised(custom: CustomOrder) -> str:
    if custom.complete_within_hours is None:
        return ""
    days, hours = divmod(custom.complete_within_hours, 24)
    if days and not hours:
        return say_number("Done within {number} day of the payment", "Done within {number} days of the payment", days)
    hours = custom.complete_within_hours
    return say_number("Done within {number} hour of the payment", "Done within {number} hours of the payment", hours)
