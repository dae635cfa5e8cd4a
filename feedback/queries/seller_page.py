"""What a seller's public page asks the database for: the seller with its figures, and a list of reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from feedback.models import Review, SellerRate
from feedback.queries.causes import about, few_stars_for
from feedback.queries.reviews import answered_reviews, public_reviews, reviews_visible_to
from feedback.queries.sight import READABLE
from orders.queries import seller_of_slug
from policy.terms import ReviewStatus
from tenants.models import Member

if TYPE_CHECKING:
    from orders.models import Seller

LOOKED_AT = 20_000
"""So many reviews, the newest, are looked at one by one for words or stars."""


def seller_with_rate(slug: str) -> Seller | None:
    """The seller at that address, its figures with it (`seller.rate`, absent before the first count)."""
    rate = SellerRate.objects.select_related("seller").filter(seller__slug=slug).first()
    if rate is None:
        return seller_of_slug(slug)
    rate.seller.rate = rate
    return rate.seller


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of a seller's reviews a reader wants; what is empty does not narrow."""

    sentiment: str = ""
    since: datetime | None = None
    """Published no earlier."""
    show: str = ""
    """Those with a "comment", with a "response", or "struck"."""
    cause: str = ""
    """One of CAUSES: those about it."""
    few: str = ""
    """Those that gave this criterion one or two stars."""
    stars: int | None = None
    """Those of so many stars on the whole, 1 to 5."""
    words: tuple[str, ...] = ()
    """Those whose comment has all of these, as readers see it."""

    @property
    def looks_closely(self) -> bool:
        """Whether reviews must be looked at one by one, since no index knows which are meant."""
        return bool(self.words or self.stars or self.few)


def reviews_on_page(seller: Seller, *, member: Member | None, wanted: Wanted) -> tuple[QuerySet[Review], bool]:
    """The seller's reviews that the reader may see, or sees a tombstone of; without an order.

    And whether older ones were left out: where each must be looked at, only the newest LOOKED_AT of those that
    sentiment, period and kind leave are, so that a page costs the same however many there are.
    """
    reviews = public_reviews(seller) if member is None else reviews_visible_to(member).filter(seller=seller)
    reviews = reviews.exclude(status=ReviewStatus.WITHDRAWN) if member is not None else reviews
    if wanted.sentiment or wanted.cause or wanted.few or wanted.stars:
        reviews = reviews.filter(status=ReviewStatus.PUBLISHED, hidden_at__isnull=True)
    if wanted.sentiment:
        reviews = reviews.filter(sentiment=wanted.sentiment)
    if wanted.since is not None:
        reviews = reviews.filter(published_at__gte=wanted.since)
    if wanted.show == "comment":
        reviews = reviews.exclude(comment="").exclude(status=ReviewStatus.REMOVED)
    elif wanted.show == "response":
        reviews = answered_reviews(reviews.exclude(status=ReviewStatus.REMOVED), answered=True)
    elif wanted.show == "struck":
        reviews = reviews.filter(status=ReviewStatus.STRUCK)
    if wanted.cause:
        reviews = reviews.filter(about(wanted.cause))
    if not wanted.looks_closely:
        return reviews, False
    reviews, more = _newest(reviews)
    return _looked_at(reviews, wanted), more


def _looked_at(reviews: QuerySet[Review], wanted: Wanted) -> QuerySet[Review]:
    if wanted.few:
        reviews = reviews.filter(few_stars_for(wanted.few))
    if wanted.stars:
        reviews = reviews.filter(stars=wanted.stars)
    if wanted.words:
        # Of a redacted comment nobody may find out the words by searching for them.
        reviews = reviews.filter(status__in=READABLE, redactions__len=0)
    for word in wanted.words:
        reviews = reviews.filter(comment__icontains=word)
    return reviews


def _newest(reviews: QuerySet[Review]) -> tuple[QuerySet[Review], bool]:
    """The newest LOOKED_AT of them, and whether there are more."""
    edge = reviews.order_by("-published_at", "-id").values_list("published_at", "id")[LOOKED_AT - 1 : LOOKED_AT + 1]
    places = list(edge)
    if len(places) < 2:
        return reviews, False
    at, last = places[0]
    return reviews.filter(published_at__gte=at).exclude(published_at=at, id__lt=last), True
