"""The author changes the stars or the words of a review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from feedback.actions.rate_review import OVERALL, plain_comment, put_rating, rating_problems
from feedback.actions.record_change import locked, record_change, stale_version
from feedback.models import Review, Revision
from feedback.permissions import check_wrote
from feedback.telling import tell_review
from policy.eligibility import StandingReview, may_edit
from policy.problems import Problem
from policy.saying import say
from policy.terms import Criterion, ProblemCode, ReviewStatus
from tenants.models import Member, Tenant
from tenants.queries import policy_in_force
from wire.refusals import Refused


class UnableToEditReview(Refused):
    """`stale_version`, `window_closed`, `conflict`, or `validation_failed` at a field."""


@transaction.atomic
def edit_review(
    *,
    tenant: Tenant,
    by: Member | None,
    review: Review,
    version: int | None,
    stars: Mapping[str, int | None],
    comment: str | None,
    now: datetime,
) -> Review:
    """The review with the given stars and comment; a criterion not given, or a comment of None, stays.

    `version` is the one that the author saw. The day of publication never moves; the sentiment is derived
    again by the policy in force. What would change nothing is no edit, and leaves no revision.
    """
    review = locked(review)
    check_wrote(by, review)
    policy_version = policy_in_force(at=now)
    standing = StandingReview(
        status=ReviewStatus(review.status), first_published_at=review.published_at, timezone=tenant.zone
    )
    problems = stale_version(version, review.version) or may_edit(standing, policy_version.policy, now)
    if problems:
        raise UnableToEditReview(*problems)
    stars = _with_what_stays(review, stars)
    comment = review.comment if comment is None else plain_comment(comment)
    problems = rating_problems(stars, comment, policy_version.policy, ever_started=review.order.started_at is not None)
    if comment != review.comment and review.redactions:
        sentence = say(
            "Words of this comment are hidden by a decision, so it stays as it is. The stars can be changed."
        )
        problems.append(Problem(ProblemCode.CONFLICT, "/comment", sentence))
    if not problems and not _something_counts(review, stars):
        sentence = say("The other ratings of this review are struck by a decision, so these stay. They can be changed.")
        problems.append(Problem(ProblemCode.CONFLICT, f"/{review.counted_criteria[0].value}", sentence))
    if problems:
        raise UnableToEditReview(*problems)
    if comment == review.comment and all(getattr(review, name) == value for name, value in stars.items()):
        return review
    if comment != review.comment:
        review.subjects = None
    put_rating(review, stars, comment, policy_version)
    review.edited_at = now
    record_change(tenant=tenant, by=by, review=review, kind=Revision.Kind.EDITED, now=now)
    tell_review(review, Revision.Kind.EDITED, tenant=tenant, now=now)
    return review


def _something_counts(review: Review, stars: Mapping[str, int | None]) -> bool:
    """Whether a criterion is left that no decision struck; one overall number would bring all of them back."""
    struck = review.struck_criteria or ()
    return not struck or any(stars.get(name) is not None for name in Criterion if name not in struck)


def _with_what_stays(review: Review, given: Mapping[str, int | None]) -> dict[str, int | None]:
    """The stars after the edit. An imported overall rating stays until the author rates by criteria."""
    if review.overall is not None:
        rated = any(value is not None for value in given.values())
        return dict(given) if rated else {OVERALL: review.overall}
    return {**{criterion.value: getattr(review, criterion.value) for criterion in Criterion}, **given}
