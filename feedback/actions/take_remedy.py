"""A seller does something about what is at risk, and that they did is kept beside it: both, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from feedback.models import Remedy
from feedback.permissions import check_runs_seller
from orders.actions.extend_delivery import extend_delivery
from orders.actions.give_compensation import give_compensation
from orders.actions.pause_all_offers import pause_all_offers
from orders.actions.pause_offer import pause_offer
from orders.actions.put_offer import put_offer
from orders.actions.write_message import write_message
from orders.once import row_id
from policy.inducement import names_feedback
from policy.prevention import OF_OFFERS, OF_ORDERS, RemedyKind, Risk
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from wire.refusals import NotThere, Refused

if TYPE_CHECKING:
    from orders.models import Offer, Order, Seller

SELLER = "seller"
"""The side of the chat that writes."""

NEVER_ABOUT_FEEDBACK = say(
    "What makes an order good never speaks of feedback. Please write about the order alone, without naming a review."
)


class UnableToTakeRemedy(Refused):
    """`not_allowed_by_policy` for words that speak of feedback. What the remedy's own action refuses comes as it is."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the seller filled in; each kind of remedy takes its own part of it."""

    text: str = ""
    """The message, or the reason of an extension."""
    to: datetime | None = None
    """The new promise."""
    compensation: str = ""
    description: str = ""
    amount: str = ""
    stock: int | None = None
    stock_seen: int | None = None
    version: int | None = None
    from_: datetime | None = None
    until: datetime | None = None


@transaction.atomic
def take_remedy(
    *,
    tenant: Tenant,
    by: Member | None,
    kind: RemedyKind,
    seller: Seller,
    order: Order | None = None,
    offer: Offer | None = None,
    risk: Risk | None = None,
    words: Words | None = None,
    key: str = "",
    now: datetime,
) -> Remedy:
    """The remedy, done and kept. The same form (`key`) sent twice, or twice at once, does it once.

    About an order of the seller, about an offer of theirs, or about all their offers, by its kind. Raises NotThere
    for who does not run the seller, UnableToTakeRemedy, and what the action behind the remedy refuses.
    """
    check_runs_seller(by, seller)
    _check_about(kind, seller, order, offer)
    words = words or Words()
    about = order or offer or seller
    said = tuple(getattr(words, name) for name in Words.__slots__)
    # Whoever comes second waits here for the first, and then finds what they did; what is refused leaves no row.
    remedy, new = Remedy.objects.get_or_create(
        id=row_id(tenant=tenant, by=by, key=key, said=("remedy", kind, about.pk, *said)),
        defaults={
            "tenant": tenant,
            "seller": seller,
            "order": order,
            "offer": offer,
            "kind": kind,
            "risk": risk or "",
            "taken_by": by,
            "taken_at": now,
        },
    )
    if new:
        _do(kind, words, {"tenant": tenant, "by": by, "now": now}, seller, order, offer, key)
    return remedy


def _check_about(kind: RemedyKind, seller: Seller, order: Order | None, offer: Offer | None) -> None:
    about = order if kind in OF_ORDERS else offer if kind in OF_OFFERS else None
    if (order, offer) != (order if kind in OF_ORDERS else None, offer if kind in OF_OFFERS else None):
        raise NotThere
    if kind is not RemedyKind.PAUSE_ALL and (about is None or about.seller_id != seller.pk):
        raise NotThere


def _do(
    kind: RemedyKind,
    words: Words,
    who: dict[str, object],
    seller: Seller,
    order: Order | None,
    offer: Offer | None,
    key: str,
) -> None:
    match kind:
        case RemedyKind.DELAY_NOTICE | RemedyKind.ANSWER:
            _check_words(words.text, "/body")
            write_message(**who, order=order, sender=SELLER, body=words.text)
        case RemedyKind.EXTEND_DELIVERY:
            _check_words(words.text, "/reason")
            extend_delivery(**who, order=order, to=words.to, reason=words.text)
        case RemedyKind.COMPENSATION:
            given = {"kind": words.compensation, "description": words.description, "amount": words.amount}
            give_compensation(**who, order=order, key=key, **given)
        case RemedyKind.SET_STOCK:
            stated = {"facts": {"stock": words.stock}, "version": words.version, "stock_seen": words.stock_seen}
            put_offer(**who, seller=seller, external_id=offer.external_id, **stated)
        case RemedyKind.PAUSE_OFFER:
            pause_offer(**who, offer=offer, from_=words.from_, until=words.until, version=words.version)
        case RemedyKind.PAUSE_ALL:
            pause_all_offers(**who, seller=seller, from_=words.from_, until=words.until)


def _check_words(text: str, pointer: str) -> None:
    if names_feedback(text):
        raise UnableToTakeRemedy(Problem(ProblemCode.NOT_ALLOWED_BY_POLICY, pointer, NEVER_ABOUT_FEEDBACK))
