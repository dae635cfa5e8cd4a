"""A fulfilment partner's rating: shaped as a seller's, counted from the reviews for which the partner answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery

from feedback.models import Review, Revision
from feedback.queries.counting import counts_for_partner
from feedback.queries.figures import Figures, counted_windows
from feedback.queries.rating import Rating, rated
from policy.document import PolicyDocument
from policy.windows import local_day
from tenants.queries import policy_in_force
from wire.instants import show_instant

if TYPE_CHECKING:
    from orders.models import Partner


def partner_rating_of(partner: Partner, now: datetime) -> Rating:
    """The rating as it is at `now`, with the penalties that stand. It is counted when asked, so has no version."""
    policy = policy_in_force(at=now).policy
    windows = partner_windows(partner, policy, now)
    return {
        **partner_rating(partner, windows, policy),
        "penalties": [{**each, "at": show_instant(each["at"])} for each in penalties_of(partner)],
        "computed_at": show_instant(now),
        "version": None,
    }


def partner_rating(partner: Partner, windows: Mapping[str, Figures], policy: PolicyDocument) -> Rating:
    return {"partner": partner.external_id, **rated(windows, policy)}


def partner_windows(partner: Partner, policy: PolicyDocument, now: datetime) -> dict[str, Figures]:
    """Every window that ends on the marketplace's day of `now`, by the days of first publication; one statement.

    Attributed reviews are few, the exception of an order: they are counted anew each time, from an index.
    """
    reviews = Review.objects.filter(counts_for_partner(policy), attributed_to=partner)
    return counted_windows(reviews, today=local_day(now, partner.tenant.zone))


def penalties_of(partner: Partner) -> list[dict[str, Any]]:
    """[{order, feedback_type, points, at}], the latest first: each stands while its review is attributed."""
    attributed = Revision.objects.filter(review=OuterRef("pk"), kind=Revision.Kind.ATTRIBUTED).order_by("-number")
    costly = Review.objects.filter(attributed_to=partner, penalty_points__gt=0).select_related("order")
    reviews = costly.annotate(attributed_at=Subquery(attributed.values("at")[:1])).order_by("-attributed_at", "-id")
    return [
        {
            "order": review.order.external_id,
            "feedback_type": review.attributed_as,
            "points": review.penalty_points,
            "at": review.attributed_at,
        }
        for review in reviews
    ]
