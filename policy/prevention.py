"""What puts an order or an offer at risk of a bad review, since when, how urgent it is, and what can be done (S0, S1).

Pure: moments in, risks out. The same borders say what was at risk in the past (`orders.preventing`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final

from policy.terms import OrderStatus

NEAR_SHARE: Final = Fraction(1, 4)
"""Of the span from the order to its promise: when so little of it is left, the promise is near …"""
NEAR_START: Final = timedelta(hours=4)
"""… but never earlier than this before a promised start,"""
NEAR_COMPLETION: Final = timedelta(days=1)
"""nor than this before a promised completion."""
ANSWER_WITHIN: Final = timedelta(hours=12)
"""A buyer's message that has waited longer is unanswered."""
STILL_TALKING: Final = timedelta(days=14)
"""For so long after an order has ended its buyer's messages wait for an answer, too."""
LOOKED_BACK: Final = timedelta(days=90)
ENOUGH_ORDERS: Final = 10
"""Fewer are too few to say anything about their share."""
ENOUGH_DELIVERIES: Final = 10
"""Of an offer, within LOOKED_BACK: with fewer nobody knows how many can be done in a day."""
DUE_SOON: Final = timedelta(days=1)


class Risk(StrEnum):
    """Why a bad review may come."""

    LATE_START = "late_start"
    LATE_COMPLETION = "late_completion"
    UNANSWERED = "unanswered"
    PAUSED = "paused"  # buyers wait for what is paused
    SOLD_OUT = "sold_out"  # it shows, and nobody can have it
    OVERSOLD = "oversold"  # more was ordered than is there
    OVERBOOKED = "overbooked"  # more is due than was ever done in a day


class RemedyKind(StrEnum):
    """What can be done about it from the prevention desk."""

    DELAY_NOTICE = "delay_notice"
    ANSWER = "answer"
    NO_ANSWER = "no_answer"  # the message asks for none
    EXTEND_DELIVERY = "extend_delivery"
    COMPENSATION = "compensation"
    SET_STOCK = "set_stock"
    PAUSE_OFFER = "pause_offer"
    PAUSE_ALL = "pause_all"


OF_ORDERS: Final = (
    RemedyKind.ANSWER,
    RemedyKind.NO_ANSWER,
    RemedyKind.DELAY_NOTICE,
    RemedyKind.EXTEND_DELIVERY,
    RemedyKind.COMPENSATION,
)
OF_OFFERS: Final = (RemedyKind.SET_STOCK, RemedyKind.PAUSE_OFFER)
REMEDIES: Final[dict[Risk, tuple[RemedyKind, ...]]] = {
    Risk.LATE_START: (RemedyKind.DELAY_NOTICE, RemedyKind.EXTEND_DELIVERY, RemedyKind.COMPENSATION),
    Risk.LATE_COMPLETION: (RemedyKind.DELAY_NOTICE, RemedyKind.EXTEND_DELIVERY, RemedyKind.COMPENSATION),
    Risk.UNANSWERED: (RemedyKind.ANSWER, RemedyKind.NO_ANSWER, RemedyKind.COMPENSATION),
    Risk.PAUSED: (
        RemedyKind.DELAY_NOTICE,
        RemedyKind.EXTEND_DELIVERY,
        RemedyKind.COMPENSATION,
        RemedyKind.PAUSE_OFFER,
    ),
    Risk.SOLD_OUT: (RemedyKind.SET_STOCK, RemedyKind.PAUSE_OFFER),
    Risk.OVERSOLD: (RemedyKind.SET_STOCK, RemedyKind.PAUSE_OFFER),
    Risk.OVERBOOKED: (RemedyKind.PAUSE_OFFER,),
}
_ENDED: Final = frozenset({OrderStatus.FINISHED, OrderStatus.REFUND, OrderStatus.CANCELED})


@dataclass(frozen=True, slots=True)
class OrderAtWork:
    """An order as the rules look at it. Moments are aware; None where there is none."""

    status: OrderStatus
    placed_at: datetime
    promised_start_at: datetime | None = None
    started_at: datetime | None = None
    promised_completion_at: datetime | None = None
    closed_at: datetime | None = None
    waiting_since: datetime | None = None
    """When the buyer wrote the oldest message that nobody has answered."""
    paused_from: datetime | None = None
    """Of a pause of its offer …"""
    paused_until: datetime | None = None
    """… and its end; None where it lasts until the seller goes on."""


@dataclass(frozen=True, slots=True)
class OfferOnSale:
    """An offer as the rules look at it."""

    listed: bool
    stock: int | None
    """How many are left; None where they are not counted."""
    paused_from: datetime | None = None
    paused_until: datetime | None = None
    stated_at: datetime | None = None
    """When its seller last said how it stands."""
    last_placed_at: datetime | None = None
    """When the newest of its orders that are not done was placed."""
    uncounted: int = 0
    """Units of orders placed elsewhere since then and not done: the stock does not know of them."""
    waiting: int = 0
    """Orders that are to be worked on."""
    due_soon: int = 0
    """Those of them that are promised within DUE_SOON, or were promised before."""
    delivered: int = 0
    """Orders of it delivered within LOOKED_BACK …"""
    best_day: int = 0
    """… and the most of them on one day."""


@dataclass(frozen=True, slots=True)
class AtRisk:
    """One reason. `due` is when the buyer has a reason to complain; `since` is when the reason began."""

    risk: Risk
    since: datetime
    due: datetime

    def is_late(self, now: datetime) -> bool:
        return self.due <= now


def near_from(placed_at: datetime, promised: datetime, most: timedelta) -> datetime:
    """From when on a promise is near: a quarter of its span before it, and `most` before it at the earliest."""
    span = max(promised - placed_at, timedelta(0))
    return promised - min(span * NEAR_SHARE.numerator / NEAR_SHARE.denominator, most)


def risks_of_order(order: OrderAtWork, now: datetime) -> list[AtRisk]:
    """Why this order may end in a bad review, the most urgent first; empty where nothing speaks for it."""
    found = []
    if order.status is OrderStatus.IN_PROGRESS:
        if order.started_at is None:
            found += _near(Risk.LATE_START, order.placed_at, order.promised_start_at, NEAR_START, now)
        found += _near(Risk.LATE_COMPLETION, order.placed_at, order.promised_completion_at, NEAR_COMPLETION, now)
        found += _paused(order, now)
    found += _unanswered(order, now)
    return sorted(found, key=lambda each: each.due)


def risks_of_offer(offer: OfferOnSale, now: datetime) -> list[AtRisk]:
    """Why this offer may lead to bad reviews, the gravest first."""
    found = []
    paused = _is_paused(offer.paused_from, offer.paused_until, now)
    # Stock that is stated anew begins anew.
    placed = max(filter(None, (offer.last_placed_at, offer.stated_at)), default=now)
    if offer.stock is not None and offer.uncounted > offer.stock:
        found.append(AtRisk(Risk.OVERSOLD, placed, placed))
    if offer.delivered >= ENOUGH_DELIVERIES and offer.due_soon > offer.best_day:
        found.append(AtRisk(Risk.OVERBOOKED, placed, now + DUE_SOON))
    if paused and offer.waiting and offer.paused_from is not None:
        found.append(AtRisk(Risk.PAUSED, offer.paused_from, offer.paused_from))
    if offer.listed and not paused and offer.stock == 0:
        found.append(AtRisk(Risk.SOLD_OUT, placed, placed))
    return found


def most_urgent(reasons: Iterable[AtRisk]) -> datetime:
    """What lists go by: the earliest moment at which its buyer has a reason to complain."""
    return min(each.due for each in reasons)


def remedies_for(reasons: Iterable[AtRisk]) -> tuple[RemedyKind, ...]:
    """What can be done about these, without repeats, in the order of the reasons."""
    return tuple(dict.fromkeys(kind for each in reasons for kind in REMEDIES[each.risk]))


def risk_met(kind: RemedyKind, reasons: Iterable[AtRisk]) -> Risk | None:
    """Against which of these a remedy is taken: the most urgent that it is for; None where it is for none of them."""
    return next((each.risk for each in reasons if kind in REMEDIES[each.risk]), None)


def enough_to_say(*groups: int) -> bool:
    """Whether shares of groups of that size may be shown: each has ENOUGH_ORDERS."""
    return all(size >= ENOUGH_ORDERS for size in groups)


def _near(risk: Risk, placed_at: datetime, promised: datetime | None, most: timedelta, now: datetime) -> list[AtRisk]:
    if promised is None or now < (begin := near_from(placed_at, promised, most)):
        return []
    return [AtRisk(risk, promised if promised <= now else begin, promised)]


def _unanswered(order: OrderAtWork, now: datetime) -> list[AtRisk]:
    since = order.waiting_since
    if since is None or now < since + ANSWER_WITHIN:
        return []
    if order.status in _ENDED and (order.closed_at is None or now > order.closed_at + STILL_TALKING):
        return []
    return [AtRisk(Risk.UNANSWERED, since, since + ANSWER_WITHIN)]


def _paused(order: OrderAtWork, now: datetime) -> list[AtRisk]:
    """A pause that lasts beyond the promise, or for which nothing is promised at all."""
    begin, end, promised = order.paused_from, order.paused_until, order.promised_completion_at
    if begin is None or not _is_paused(begin, end, now):
        return []
    if promised is not None and end is not None and promised >= end:
        return []
    return [AtRisk(Risk.PAUSED, begin, promised or begin)]


def _is_paused(begin: datetime | None, end: datetime | None, now: datetime) -> bool:
    return begin is not None and begin <= now and (end is None or now < end)
