"""What a seller's public page asks the database for: the seller with its figures, and a list of reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from feedback.models import Review, SellerRate
from feedback.queries.causes import about, few_stars_for
from feedback.queries.reviews import answered_reviews, public_reviews, reviews_visible_to
from orders.queries import seller_of_slug
from policy.terms import ReviewStatus
from tenants.models import Member

if TYPE_CHECKING:
    from orders.models import Seller


def seller_with_rate(slug: str) -> Seller | None:
    """The seller at that address, its figures with it (`seller.rate`, absent before the first count)."""
    rate = SellerRate.objects.select_related("seller").filter(seller__slug=slug).first()
    if rate is None:
        return seller_of_slug(slug)
    rate.seller.rate = rate
    return rate.seller


def reviews_on_page(
    seller: Seller, *, member: Member | None, sentiment: str = "", show: str = "", cause: str = "", few: str = ""
) -> QuerySet[Review]:
    """The seller's reviews that the reader may see, or sees a tombstone of; without an order.

    `show` narrows to those with a "comment", with a "response", or "struck"; `cause`, one of CAUSES, to those about
    it; `few` to those that gave this criterion one or two stars. Empty for all.
    """
    reviews = public_reviews(seller) if member is None else reviews_visible_to(member).filter(seller=seller)
    reviews = reviews.exclude(status=ReviewStatus.WITHDRAWN) if member is not None else reviews
    if sentiment or cause or few:
        reviews = reviews.filter(status=ReviewStatus.PUBLISHED, hidden_at__isnull=True)
    if sentiment:
        reviews = reviews.filter(sentiment=sentiment)
    if cause:
        reviews = reviews.filter(about(cause))
    if few:
        reviews = reviews.filter(few_stars_for(few))
    if show == "comment":
        reviews = reviews.exclude(comment="").exclude(status=ReviewStatus.REMOVED)
    elif show == "response":
        reviews = answered_reviews(reviews.exclude(status=ReviewStatus.REMOVED), answered=True)
    elif show == "struck":
        reviews = reviews.filter(status=ReviewStatus.STRUCK)
    return reviews
