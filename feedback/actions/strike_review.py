"""Strikes a review through: everyone still reads it, it counts in no rate."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from feedback.actions.take_measure import take_measure
from feedback.models import Review
from policy.terms import ReviewStatus
from tenants.models import Member, Tenant
from wire.refusals import Refused


class UnableToStrikeReview(Refused):
    """The review's lifecycle has no such move: `conflict`."""


@transaction.atomic
def strike_review(*, tenant: Tenant, by: Member | None, review: Review, ground: str = "", now: datetime) -> Review:
    """The review, from now on struck under `ground`. Whoever calls has the right to decide."""
    return take_measure(
        tenant=tenant,
        by=by,
        review=review,
        status=ReviewStatus.STRUCK,
        ground=ground,
        now=now,
        unable=UnableToStrikeReview,
    )
