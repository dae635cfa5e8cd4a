"""What went before a seller's bad reviews of late: broken promises, unanswered chats, and about which offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Value

from feedback.models import Review
from orders.preventing.past import kept_completion, kept_start, promised, promised_start
from orders.preventing.times import LONG_AGO, buyer_wrote, waited_for_answer
from policy.prevention import LOOKED_BACK
from policy.terms import ReviewStatus, Sentiment

if TYPE_CHECKING:
    from orders.models import Seller

NEWEST = 5_000
"""Reviews looked at, the newest first, for what is told offer by offer."""
MOST_OFFERS = 8


@dataclass(frozen=True, slots=True)
class WentBefore:
    """Counts of the negative reviews of LOOKED_BACK that stand; each of those that could have had it."""

    reviews: int
    promised_start: int
    started_late: int
    promised: int
    completed_late: int
    wrote: int
    """Those whose buyer wrote in the chat before the review …"""
    waited: int
    """… and waited longer for an answer than `policy.prevention.ANSWER_WITHIN`."""


@dataclass(frozen=True, slots=True)
class OfferTally:
    """`offer` is None for orders that name none."""

    offer: UUID | None
    title: str
    ratings: int
    negative: int


def went_before(seller: Seller, *, now: datetime) -> WentBefore:
    """One query over the negative reviews."""
    negative = _standing(seller, now).filter(sentiment=Sentiment.NEGATIVE)
    talk = {"order": OuterRef("order"), "until": OuterRef("published_at")}
    told = negative.annotate(
        buyer_wrote=buyer_wrote(**talk), buyer_waited=waited_for_answer(since=Value(LONG_AGO), **talk)
    )
    started, done = promised_start("order__"), promised("order__")
    counted = told.aggregate(
        reviews=Count("pk"),
        promised_start=Count("pk", filter=started),
        started_late=Count("pk", filter=started & ~kept_start("order__")),
        promised=Count("pk", filter=done),
        completed_late=Count("pk", filter=done & ~kept_completion("order__")),
        wrote=Count("pk", filter=Q(buyer_wrote=True)),
        waited=Count("pk", filter=Q(buyer_waited=True)),
    )
    return WentBefore(**counted)


def offers_behind(seller: Seller, *, now: datetime) -> tuple[list[OfferTally], int]:
    """The offers with the most negative reviews among the newest, and how many reviews were looked at."""
    newest = _standing(seller, now).order_by("-published_at", "-id").values("pk")[:NEWEST]
    counted = (
        Review.objects.filter(pk__in=newest)
        .values("order__offer", "order__offer__title")
        .annotate(ratings=Count("pk"), negative=Count("pk", filter=Q(sentiment=Sentiment.NEGATIVE)))
        .order_by("-negative", "-ratings", "order__offer")
    )
    rows = list(counted)
    tallies = [
        OfferTally(row["order__offer"], row["order__offer__title"] or "", row["ratings"], row["negative"])
        for row in rows
        if row["negative"]
    ]
    return tallies[:MOST_OFFERS], sum(row["ratings"] for row in rows)


def _standing(seller: Seller, now: datetime):
    since = now - LOOKED_BACK
    return Review.objects.filter(
        seller=seller, status=ReviewStatus.PUBLISHED, hidden_at=None, published_at__gt=since, published_at__lte=now
    )
