"""What a review's stars amount to under a policy version, and the record of what it is from a change on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from feedback.models import Review, Revision
from policy.sentiment import Stars, overall_stars, sentiment
from policy.terms import Criterion
from tenants.models import Member, PolicyVersion, Tenant


def derive(review: Review, version: PolicyVersion) -> None:
    """Set sentiment and overall stars as that policy version derives them from the criteria that count."""
    given, struck = stars_of(review), review.struck_criteria or ()
    review.stars = overall_stars(given, struck=struck)
    review.sentiment = sentiment(given, one_star_caps=version.policy.feedback.one_star_caps, struck=struck).value
    review.policy_version = version


def put_struck(review: Review, criteria: Collection[str], version: PolicyVersion) -> None:
    """Make these the criteria that are struck, none for none; where that is a change, derive what follows."""
    struck = [criterion.value for criterion in Criterion if criterion in criteria] or None
    if struck != review.struck_criteria:
        review.struck_criteria = struck
        derive(review, version)


def stars_of(review: Review | Revision) -> Stars:
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
    ground: str | None = None,
) -> Revision:
    """The unsaved record of what the review is from now on; `ground` where the change has one of its own."""
    return Revision(
        tenant=tenant,
        review=review,
        seller_id=review.seller_id,
        number=review.version,
        kind=kind,
        at=at,
        by=by,
        status=review.status,
        ground=review.ground if ground is None else ground,
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
        struck_criteria=review.struck_criteria,
        undoes=undoes,
    )
