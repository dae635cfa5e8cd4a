"""An order's chat as a page shows it: the newest messages, and a way to the earlier ones."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from orders.models import Message, Order
from orders.pages.custom_cards import cards_in_chat, link_token, without_link
from orders.pages.words import name_of, size_in_words
from orders.queries import conversation_of
from policy.saying import say
from wire.pages import CursorPages
from wire.refusals import Refused

NEWEST_FIRST = CursorPages("-sent_at", "-id")
MESSAGES_A_PAGE = 30


def chat_of(order: Order, side: str, before: str, now: datetime) -> dict[str, Any]:
    """`side` is the reader's own: buyer, seller, or nothing for who looks on."""
    messages = conversation_of(order)
    try:
        cut = NEWEST_FIRST.cut(messages, cursor=before, size=MESSAGES_A_PAGE)
    except Refused:
        before, cut = "", NEWEST_FIRST.cut(messages, size=MESSAGES_A_PAGE)
    tokens = {message.pk: link_token(message.body) for message in cut.rows if message.sender == Message.Sender.SELLER}
    cards = cards_in_chat(order, side, now) if any(tokens.values()) else {}
    return {
        "messages": [
            _with_card(_shown(message, order, side), cards.get(tokens.get(message.pk, "")))
            for message in reversed(cut.rows)
        ],
        "earlier_href": _address(order, cut.next),
        "latest_href": reverse("order_page", args=[order.external_id]) + "#chat" if before else "",
    }


def _with_card(shown: dict[str, Any], card: dict[str, Any] | None) -> dict[str, Any]:
    return shown | {"card": card, "body": without_link(shown["body"])} if card else shown


def _address(order: Order, cursor: str) -> str:
    return f"{reverse('order_page', args=[order.external_id])}?before={cursor}#chat" if cursor else ""


def _shown(message: Message, order: Order, side: str) -> dict[str, Any]:
    by_buyer = message.sender == Message.Sender.BUYER
    mine = message.sender == (side or Message.Sender.SELLER)
    return {
        "id": f"message-{message.pk}",
        "by": say("You") if message.sender == side else name_of(order.buyer) if by_buyer else order.seller.name,
        "side": "mine" if mine else "theirs",
        "body": message.body,
        "at": message.sent_at,
        "files": [
            {
                "name": attachment.upload.name,
                "href": reverse("file", args=[attachment.upload.pk]),
                "kind": "PDF" if attachment.upload.content_type == "application/pdf" else say("Image"),
                "size_text": size_in_words(attachment.upload.size),
            }
            for attachment in message.attachments.all()
        ],
    }
