"""What a review's stars amount to under a policy version, and the record of what it is from a change on."""

from __future__ import annotations

from datetime import datetime

from feedback.models import Review, Revision
from policy.sentiment import Stars, overall_stars, sentiment
from policy.terms import Criterion
from tenants.models import Member, PolicyVersion, Tenant


def derive(review: Review, version: PolicyVersion) -> None:
    """Set sentiment and overall stars as that policy version derives them from the criteria."""
    given = stars_of(review)
    review.stars = overall_stars(given)
    review.sentiment = sentiment(given, one_star_caps=version.policy.feedback.one_star_caps).value
    review.policy_version = version


def stars_of(review: Review) -> Stars:
    if review.overall is not None:
        return review.overall
    return {criterion: getattr(review, criterion.value) for criterion in Criterion}


def revision_of(
    *,
    tenant: Tenant,
    by: Member | None,
    review: Review,
    kind: Revision.Kind,
    at: datetime,
    spans: list[list[int]] | None = None,
    undoes: int | None = None,
) -> Revision:
    """The unsaved record of what the review is from now on."""
    return Revision(
        tenant=tenant,
        review=review,
        seller_id=review.seller_id,
        number=review.version,
        kind=kind,
        at=at,
        by=by,
        status=review.status,
        ground=review.ground,
        sentiment=review.sentiment,
        fulfilment=review.fulfilment,
        start_time=review.start_time,
        communication=review.communication,
        overall=review.overall,
        stars=review.stars,
        comment=review.comment,
        policy_version_id=review.policy_version_id,
        attributed_as=review.attributed_as,
        penalty_points=review.penalty_points,
        spans=spans,
        undoes=undoes,
    )
