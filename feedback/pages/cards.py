"""A review as a card: what its reader may see of it, and its drawing, kept while nothing in it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from feedback.models import Review
from feedback.queries import Sight, comment_parts, strike_notes
from feedback.queries.public_face import public_name, stars_shown
from feedback.queries.reviews import response_of
from feedback.queries.strikes import StrikeNote
from policy.grounds import GROUNDS
from policy.saying import say
from policy.terms import GroundKey, OrderStatus, ReviewStatus

CARDS_KEPT = 4096
CRITERIA = (
    ("fulfilment", say("Order fulfilment")),
    ("start_time", say("Start time")),
    ("communication", say("Communication")),
)
_ORDER_WORDS = {
    OrderStatus.FINISHED: say("Order finished"),
    OrderStatus.REFUND: say("Order refunded"),
    OrderStatus.CANCELED: say("Order canceled"),
}


class Rated(NamedTuple):
    label: str
    value: int
    struck: bool = False
    """By a decision: it can be read and counts no more."""


class Part(NamedTuple):
    """A piece of the comment; of a redacted one a reader gets blocks, its author the words."""

    text: str
    redacted: bool


class Answer(NamedTuple):
    by: str
    body: str
    at: datetime


class Action(NamedTuple):
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that the review's card shows; two equal cards are drawn alike."""

    id: str
    status: str
    at: datetime
    edited_at: datetime | None
    author: str = ""
    overall: float | None = None
    sentiment: str = ""
    criteria: tuple[Rated, ...] = ()
    comment: str = ""
    parts: tuple[Part, ...] = ()
    reason: str = ""
    strikes: tuple[StrikeNote, ...] = ()
    attributed_to: str = ""
    attributed_href: str = ""
    subject: str = ""
    order_outcome: str = ""
    imported: bool = False
    response: Answer | None = None
    href: str = ""
    actions: tuple[Action, ...] = ()
    report_href: str = ""
    erased: bool = False
    level: int = 3


def card_of(
    review: Review,
    sight: Sight,
    *,
    strikes: Mapping[str, str] | None = None,
    actions: tuple[Action, ...] = (),
    href: str | None = None,
    level: int = 3,
) -> Card:
    """The card for a reader who sees that much. Needs its parties and response at hand.

    `strikes` are the review's of `strikes_of`: its struck criteria with their grounds.

    What is taken down or hidden is a tombstone, but to its author and the desk the pages say where it stands.
    """
    status = "hidden" if review.hidden_at and review.status == ReviewStatus.PUBLISHED else review.status
    order = review.order
    card = Card(
        id=f"review-{review.pk}",
        status=status,
        at=review.published_at,
        edited_at=review.edited_at,
        reason=reason_of(review),
        subject=order.offer.title if order.offer_id else "",
        order_outcome=_ORDER_WORDS.get(OrderStatus(order.status), ""),
        imported=review.imported,
        href=reverse("review_page", args=[review.pk]) if href is None else href,
        actions=actions,
        level=level,
    )
    if sight not in (Sight.WHOLE, Sight.PUBLIC):
        return card
    return replace(
        card,
        author=public_name(review.buyer.name),
        erased=review.buyer.erased_at is not None,
        overall=stars_shown(review),
        sentiment=review.sentiment if status in ("published", "hidden") else "",
        criteria=_rated(review),
        # Of a review that is struck as a whole nothing counts, so no part needs a note of its own.
        strikes=() if status == ReviewStatus.STRUCK else strike_notes(strikes or {}),
        comment="" if review.redactions else review.comment,
        parts=tuple(Part(**part) for part in comment_parts(review, sight)) if review.redactions else (),
        attributed_to=review.attributed_to.name if review.attributed_to else "",
        attributed_href=reverse("partner_page", args=[review.attributed_to.slug]) if review.attributed_to else "",
        response=_answer(review),
        report_href=_report_href(review) if sight is Sight.PUBLIC else "",
    )


def _report_href(review: Review) -> str:
    """Where anybody reports the review as unlawful (DSA Art. 16); the form is the business of the cases above."""
    try:
        form = reverse("notice_form")
    except NoReverseMatch:
        return ""
    return f"{form}?url={reverse('review_page', args=[review.pk])}"


def _rated(review: Review) -> tuple[Rated, ...]:
    counted = review.counted_criteria
    given = ((label, getattr(review, name), name not in counted) for name, label in CRITERIA)
    return tuple(Rated(label, value, struck) for label, value, struck in given if value)


def reason_of(review: Review) -> str:
    """Why a decision changed the review: the ground by its public name, and what it means."""
    if not review.ground or review.status not in ("struck", "removed", "attributed"):
        return ""
    text = GROUNDS[GroundKey(review.ground)].text
    return say("{ground}: {meaning}", ground=text.name, meaning=text.meaning)


def _answer(review: Review) -> Answer | None:
    response = response_of(review)
    if response is None:
        return None
    return Answer(review.seller.name, response.body, response.edited_at or response.published_at)


def drawn(card: Card) -> SafeString:
    """The card as HTML. Everything in it is in the key, so that a kept one is never out of date."""
    return _drawn(card, get_language() or "", timezone.get_current_timezone_name())


@lru_cache(maxsize=CARDS_KEPT)
def _drawn(card: Card, language: str, zone: str) -> SafeString:
    return mark_safe(render_to_string("feedback/card.html", {"card": card}))  # noqa: S308 - escaped by its template
