"""Finds reviews, their history and responses, each for who may see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from feedback.models import Response, Review, Revision
from feedback.queries.sight import READABLE, review_visible_to
from orders.queries import sellers_run_by
from tenants.models import DESK_ROLES, Member, Role
from wire.ids import read_id
from wire.refusals import NotThere

if TYPE_CHECKING:
    from orders.models import Order, Partner, Seller


def with_parties() -> QuerySet[Review]:
    """Reviews ready to be shown: order, offer, partner who answers, seller, buyer and response in one query."""
    return Review.objects.select_related("order__offer", "attributed_to", "seller", "buyer", "response")


def review_of_id(review_id: str | UUID) -> Review | None:
    return with_parties().filter(pk=read_id(str(review_id))).first()


def reviews_of_ids(ids: Iterable[str | UUID]) -> QuerySet[Review]:
    """Those of the ids that a review has; ask by right first, this only reads."""
    return with_parties().filter(pk__in={read_id(str(each)) for each in ids})


def review_of_order(order: Order) -> Review | None:
    return with_parties().filter(order=order).first()


def reviews_among(ids: Iterable[str | UUID], seller_id: UUID) -> QuerySet[Review]:
    """The seller's reviews with these ids, the earliest first; what is no id of theirs is left out."""
    return reviews_of_ids(ids).filter(seller=seller_id).order_by("published_at", "id")


def visible_review(member: Member | None, review_id: str | UUID) -> Review:
    """The review of that id; NotThere where there is none that the member may know of."""
    review = review_of_id(review_id)
    if review is None or not review_visible_to(member, review):
        raise NotThere
    return review


def reviews_given_by(buyer_id: UUID, *, limit: int) -> list[Review]:
    """The buyer's newest reviews at all sellers, withdrawn ones among them, with what one line about each tells."""
    given = Review.objects.filter(buyer=buyer_id).select_related("order", "seller").order_by("-published_at", "-id")
    lines = ("sentiment", "stars", "status", "published_at", "order__external_id", "seller__name")
    return list(given.only("tenant", *lines)[:limit])


def public_reviews(seller: Seller) -> QuerySet[Review]:
    """What everyone may read of a seller's reviews; order it for pages by "-published_at", "-id"."""
    return with_parties().readable().filter(seller=seller)


def reviews_to_contest(
    sellers: Iterable[UUID], *, sentiments: Iterable[str], since: date | None = None, order: str = ""
) -> QuerySet[Review]:
    """The reviews that these sellers may ask about, hidden ones too; order it for pages by "-published_at", "-id".

    `since` is the first day of publication, `order` an order's number, in capitals or as it is.
    """
    theirs = with_parties().filter(seller__in=list(sellers), sentiment__in=list(sentiments), status__in=READABLE)
    if since is not None:
        theirs = theirs.filter(published_on__gte=since)
    return theirs.filter(order__external_id__in={order, order.upper()}) if order else theirs


def reviews_attributed_to(partner: Partner) -> QuerySet[Review]:
    """What everyone may read of the reviews for which the partner answers; order it for pages as a seller's."""
    return with_parties().readable().filter(attributed_to=partner)


def reviews_visible_to(member: Member | None) -> QuerySet[Review]:
    """The reviews whose text the member may read, and those of which they see a tombstone."""
    if member is not None and member.has_role(*DESK_ROLES):
        return with_parties()
    if member is not None and member.has_role(Role.INTEGRATOR) and member.acting_for_seller_id is None:
        return with_parties()
    readable = Q(status__in=READABLE, hidden_at__isnull=True)
    if member is None:
        return with_parties().filter(readable)
    own = Q(seller__in=sellers_run_by(member))
    if member.acting_for_seller_id is None:
        own |= Q(buyer=member)
    return with_parties().filter(readable | own)


def response_of(review: Review) -> Response | None:
    """The seller's response that stands, or None."""
    response = getattr(review, "response", None)
    return response if response is not None and response.withdrawn_at is None else None


def answered_reviews(reviews: QuerySet[Review], answered: bool) -> QuerySet[Review]:
    """Those of `reviews` with a response that stands, or without one."""
    stands = Q(response__isnull=False, response__withdrawn_at__isnull=True)
    return reviews.filter(stands if answered else ~stands)


def history_of(review: Review) -> QuerySet[Revision]:
    """Every change of the review, oldest first."""
    return Revision.objects.filter(review=review).select_related("by").order_by("number")
