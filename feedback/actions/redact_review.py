"""Hides words of a review's comment from its readers; its place and its stars stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from feedback.actions.record_change import locked, record_change
from feedback.actions.take_measure import merged
from feedback.models import Review, Revision
from feedback.queries.sight import READABLE
from policy.phrases import review_is
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode, ReviewStatus
from tenants.models import Member, Tenant
from wire.refusals import Refused


class UnableToRedactReview(Refused):
    """`validation_failed` at /spans, or `conflict` where nobody reads the review any more."""


@transaction.atomic
def redact_review(
    *,
    tenant: Tenant,
    by: Member | None,
    review: Review,
    spans: Sequence[Sequence[int]],
    ground: str = "",
    now: datetime,
) -> Review:
    """Hide `spans` ([start, end) in characters of the comment) beside those hidden already."""
    review = locked(review)
    if review.status not in READABLE:
        detail = say(
            "This review is {status}; there is nothing left to redact.", status=review_is(ReviewStatus(review.status))
        )
        raise UnableToRedactReview(Problem(ProblemCode.CONFLICT, "", detail))
    if problem := _problem(spans, len(review.comment)):
        raise UnableToRedactReview(Problem(ProblemCode.VALIDATION_FAILED, "/spans", problem))
    hidden = merged(spans)
    review.redactions = merged([*review.redactions, *hidden])
    return record_change(
        tenant=tenant,
        by=by,
        review=review,
        kind=Revision.Kind.REDACTED,
        now=now,
        spans=hidden,
        data={"ground": ground, "spans": hidden},
    )


def _problem(spans: Sequence[Sequence[int]], length: int) -> str:
    if not spans:
        return say("Say which words to hide.")
    for span in spans:
        if len(span) != 2 or any(isinstance(n, bool) or not isinstance(n, int) for n in span):
            return say("Give each span as two whole numbers: its start and its end.")
        if not 0 <= span[0] < span[1] <= length:
            return say(
                "The span {span} lies outside the comment, which has {length} characters.",
                span=str(list(span)),
                length=str(length),
            )
    return ""
