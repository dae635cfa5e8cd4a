"""Words for what the pages of offers show."""

from __future__ import annotations

from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from orders.models import Offer
from orders.offering.offers import Sale, sale_of
from policy.phrases import hours, moment_in_words

_TONES = {Sale.ON_SALE: "success", Sale.PAUSED: "warning", Sale.SOLD_OUT: "danger", Sale.UNLISTED: "neutral"}


def money(amount: Decimal | None, currency: str) -> str:
    return "" if amount is None else f"{amount:,.2f} {currency}".strip()


def sale_shown(offer: Offer, now: datetime) -> dict[str, str]:
    """A pill's words and tone."""
    sale = sale_of(offer, now)
    return {"label": sale.value.capitalize(), "tone": _TONES[sale]}


def pause_in_words(offer: Offer, now: datetime, zone: tzinfo) -> str:
    """The pause that runs or is planned, as a sentence; empty where there is none."""
    if offer.paused_from is None or (offer.paused_until is not None and offer.paused_until <= now):
        return ""
    until = f" until {moment_in_words(offer.paused_until, zone)}" if offer.paused_until else " until you go on"
    if offer.is_paused(now):
        return f"Paused{until}."
    return f"Pauses from {moment_in_words(offer.paused_from, zone)}{until}."


def stock_in_words(offer: Offer) -> str:
    if offer.stock is None:
        return "Not counted"
    return f"{offer.stock:,} left"


def promises_of(offer: Offer) -> list[dict[str, Any]]:
    """What the seller promises, as a list of keys and values."""
    rows = [("Starts within", offer.start_within_hours), ("Done within", offer.complete_within_hours)]
    return [{"key": key, "value": f"{hours(number)} of your payment"} for key, number in rows if number]
