"""Gives a review to the fulfilment partner, who answers for it: it leaves the seller's rate."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from feedback.actions.take_measure import take_measure
from feedback.models import Review
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode, ReviewStatus
from tenants.models import Member, Tenant
from wire.refusals import Refused


class UnableToAttributeReview(Refused):
    """No partner fulfilled the order, or the review's lifecycle has no such move: `conflict`."""


@transaction.atomic
def attribute_review(
    *,
    tenant: Tenant,
    by: Member | None,
    review: Review,
    ground: str = "",
    feedback_type: str = "",
    penalty_points: int = 0,
    now: datetime,
) -> Review:
    """The review, from now on attributed under `ground`, as which type of feedback and at what cost to the partner.

    Whoever calls has the right to decide.
    """
    if review.order.partner_id is None:
        detail = say("No partner fulfilled this order, so there is nobody to attribute the review to.")
        raise UnableToAttributeReview(Problem(ProblemCode.CONFLICT, "", detail))
    return take_measure(
        tenant=tenant,
        by=by,
        review=review,
        status=ReviewStatus.ATTRIBUTED,
        ground=ground,
        now=now,
        unable=UnableToAttributeReview,
        attributed_as=feedback_type,
        penalty_points=penalty_points,
    )
