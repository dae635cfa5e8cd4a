"""Words for what the pages of offers show."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from orders.models import Offer
from orders.offering.offers import Sale, sale_of
from policy.phrases import hours, moment_in_words
from policy.saying import say
from wire.money import money

_TONES = {Sale.ON_SALE: "success", Sale.PAUSED: "warning", Sale.SOLD_OUT: "danger", Sale.UNLISTED: "neutral"}
_SALES = {
    Sale.ON_SALE: say("On sale"),
    Sale.PAUSED: say("Paused"),
    Sale.SOLD_OUT: say("Sold out"),
    Sale.UNLISTED: say("Not listed"),
}


def price_of(offer: Offer) -> str:
    return "" if offer.price is None else money(offer.price, offer.currency)


def sale_shown(offer: Offer, now: datetime) -> dict[str, str]:
    """A pill's words and tone."""
    sale = sale_of(offer, now)
    return {"label": _SALES[sale], "tone": _TONES[sale]}


def pause_in_words(offer: Offer, now: datetime, zone: tzinfo) -> str:
    """The pause that runs or is planned, as a sentence; empty where there is none."""
    if offer.paused_from is None or (offer.paused_until is not None and offer.paused_until <= now):
        return ""
    start = moment_in_words(offer.paused_from, zone)
    end = offer.paused_until and moment_in_words(offer.paused_until, zone)
    if offer.is_paused(now):
        return say("Paused until {end}.", end=end) if end else say("Paused until you go on.")
    if end:
        return say("Pauses from {start} until {end}.", start=start, end=end)
    return say("Pauses from {start} until you go on.", start=start)


def stock_in_words(offer: Offer) -> str:
    if offer.stock is None:
        return say("Not counted")
    return say("{number} left", number=offer.stock)


def promises_of(offer: Offer) -> list[dict[str, Any]]:
    """What the seller promises, as a list of keys and values."""
    rows = [(say("Starts within"), offer.start_within_hours), (say("Done within"), offer.complete_within_hours)]
    return [{"key": key, "value": say("{time} of your payment", time=hours(number))} for key, number in rows if number]
