"""The review that a case is about, as its reader may see it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from feedback.queries import Sight, comment_parts, sight_of, strike_notes, strikes_of
from policy.grounds import GROUNDS
from policy.saying import say
from policy.terms import GroundKey, ReviewStatus
from tenants.models import Member

CRITERIA = (
    ("fulfilment", say("Order fulfilment")),
    ("start_time", say("Start time")),
    ("communication", say("Communication")),
)


def review_shown(review, member: Member) -> dict[str, Any]:
    """What the review card takes. Needs order, offer and buyer at hand."""
    sight = sight_of(member, review)
    whole = sight is Sight.WHOLE
    # Its author and the desk read it as it was written, whatever became of it; the page says what did.
    status = ReviewStatus.PUBLISHED.value if whole else review.status
    shown = {
        "at": review.published_at,
        "edited_at": review.edited_at,
        "status": status,
        "reason": "" if whole else reason_of(review),
        "subject": review.order.offer.title
        if review.order.offer_id
        else say("Order {number}", number=review.order.external_id),
        "href": reverse("review_page", args=[review.pk]),
    }
    if sight not in (Sight.WHOLE, Sight.PUBLIC):
        return shown
    counted = review.counted_criteria
    rated = [(label, getattr(review, name), name not in counted) for name, label in CRITERIA if getattr(review, name)]
    counting = [stars for _, stars, struck in rated if not struck]
    return shown | {
        "own": review.buyer_id == member.pk,
        "author": say("You") if review.buyer_id == member.pk else first_name(review.buyer.name),
        "overall": review.overall or sum(counting) / len(counting),
        "criteria": [{"label": label, "value": stars, "struck": struck} for label, stars, struck in rated],
        "strikes": strike_notes(strikes_of([review]).get(review.pk, {})) if status != ReviewStatus.STRUCK else (),
        "comment": "" if review.redactions else review.comment,
        "parts": comment_parts(review, sight) if review.redactions else [],
    }


def _subject(review) -> str:
    order = review.order
    return order.offer.title if order.offer_id else say("Order {number}", number=order.external_id)


def reason_of(review) -> str:
    if not review.ground:
        return ""
    text = GROUNDS[GroundKey(review.ground)].text
    return say("{ground}: {meaning}", ground=text.name, meaning=text.meaning)


def first_name(name: str) -> str:
    """How a buyer is named beside a review: first name and initial, never an address."""
    words = name.split()
    if not words or "@" in name:
        return ""
    return words[0] if len(words) == 1 else f"{words[0]} {words[-1][0]}."


def titled(review) -> str:
    """What the review is about, for lists: the offer, else the order's number."""
    if review.order.offer_id:
        return review.order.offer.title
    return say("order {number}", number=review.order.external_id)
