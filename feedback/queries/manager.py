"""What the Feedback Manager asks for: the sellers of a member with their figures, and reviews narrowed down.

Row-level security keeps full-text indexes from being used, so whatever no index answers looks at the newest reviews
alone: at most NEWEST of those that the indexed conditions leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db.models import BooleanField, OuterRef, Q, QuerySet, Subquery, Value

from feedback.models import RateAlert, Review
from feedback.queries.reviews import answered_reviews, with_parties
from feedback.queries.sight import READABLE
from orders.queries import sellers_run_by
from policy.terms import ReviewStatus
from tenants.models import Member

if TYPE_CHECKING:
    from orders.models import Seller

NEWEST = 20_000
HIDDEN = "hidden"
STATUSES = (*(status.value for status in ReviewStatus), HIDDEN)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reviews somebody wants to see; empty for all."""

    sentiment: str = ""
    status: str = ""
    since: date | None = None
    until: date | None = None
    # What no index answers.
    stars: int | None = None
    answered: bool | None = None
    words: str = ""

    @property
    def needs_reading(self) -> bool:
        """Whether reviews have to be looked at one by one."""
        return self.stars is not None or self.answered is not None or bool(self.words) or self.status == HIDDEN


@dataclass(frozen=True, slots=True)
class Narrowed:
    """`back_to` is the publication of the oldest review that was looked at, where there are older ones."""

    reviews: QuerySet[Review]
    back_to: datetime | None = None


def managed_sellers(member: Member) -> QuerySet[Seller]:
    """The sellers that the member runs, by name, each with its tenant, its rate (absent before the first count) and
    its standing alert as `alert_level` and `alert_since`."""
    standing = RateAlert.objects.filter(seller=OuterRef("pk"), ended_at=None)
    sellers = sellers_run_by(member).select_related("tenant", "rate")
    alert = {"alert_level": Subquery(standing.values("level")), "alert_since": Subquery(standing.values("since"))}
    return sellers.annotate(**alert).order_by("name", "pk")


def reviews_to_manage(seller: Seller, wanted: Wanted) -> QuerySet[Review]:
    """By what an index answers: sentiment, status and days. Without an order.

    Of a removed or withdrawn review its seller knows no stars, so no question about them finds it.
    """
    reviews = with_parties().filter(seller=seller)
    if wanted.sentiment:
        reviews = reviews.filter(sentiment=wanted.sentiment, status__in=READABLE)
    if wanted.status == ReviewStatus.PUBLISHED:
        reviews = reviews.filter(status=wanted.status, hidden_at=None)
    elif wanted.status and wanted.status != HIDDEN:
        reviews = reviews.filter(status=wanted.status)
    zone = seller.tenant.zone
    if wanted.since:
        reviews = reviews.filter(published_at__gte=datetime.combine(wanted.since, time.min, tzinfo=zone))
    if wanted.until:
        reviews = reviews.filter(published_at__lte=datetime.combine(wanted.until, time.max, tzinfo=zone))
    return reviews


def narrowed(reviews: QuerySet[Review], wanted: Wanted, *, newest: int | None = NEWEST) -> Narrowed:
    """Those of `reviews` for which the rest of `wanted` holds, found among the `newest` ones (None: among all).

    An order's whole number finds its review however old it is.
    """
    if not wanted.needs_reading:
        return Narrowed(reviews)
    if newest is None:
        of_order = wanted.words and reviews.filter(_of_order(wanted.words)).exists()
        found = reviews.filter(_of_order(wanted.words)) if of_order else reviews
        return Narrowed(_read(found, wanted, words=not of_order))
    edge = reviews.order_by("-published_at", "-id").annotate(of_order=Value(False, output_field=BooleanField()))
    asked = _plain(edge)[newest - 1 : newest + 1]
    if wanted.words:
        exact = reviews.filter(_of_order(wanted.words)).order_by()
        asked = asked.union(_plain(exact.annotate(of_order=Value(True, output_field=BooleanField()))), all=True)
    found = list(asked)
    if any(of_order for _, of_order in found):
        return Narrowed(_read(reviews.filter(_of_order(wanted.words)), wanted, words=False))
    if len(found) < 2:
        return Narrowed(_read(reviews, wanted))
    back_to = max(at for at, _ in found)
    return Narrowed(_read(reviews.filter(published_at__gte=back_to), wanted), back_to)


def _plain(reviews: QuerySet[Review]) -> QuerySet:
    return reviews.select_related(None).values_list("published_at", "of_order")


def _read(reviews: QuerySet[Review], wanted: Wanted, *, words: bool = True) -> QuerySet[Review]:
    if wanted.status == HIDDEN:
        reviews = reviews.filter(status=ReviewStatus.PUBLISHED, hidden_at__isnull=False)
    if wanted.stars is not None:
        reviews = reviews.filter(stars=wanted.stars, status__in=READABLE)
    if wanted.answered is not None:
        reviews = answered_reviews(reviews, wanted.answered)
    if wanted.words and words:
        # Where words are hidden, that a search finds them would tell them.
        reviews = reviews.filter(comment__icontains=wanted.words, status__in=READABLE, redactions=[])
    return reviews


def _of_order(number: str) -> Q:
    """The whole number, as typed or in one case: parts of numbers would mean to read every order there is."""
    return Q(order__external_id__in={number, number.upper(), number.lower()})
