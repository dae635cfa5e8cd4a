"""Strikes a review through, or single criteria of it: everyone still reads it, what is struck counts in no rate."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from feedback.actions.record_change import locked, record_change
from feedback.actions.take_measure import moved, take_measure
from feedback.models import Review, Revision
from feedback.revising import put_struck
from policy.deciding import criteria_problems
from policy.problems import Problem
from policy.terms import Criterion, Outcome, ProblemCode, ReviewStatus
from tenants.models import Member, Tenant
from tenants.queries import policy_in_force
from wire.refusals import Refused


class UnableToStrikeReview(Refused):
    """The review's lifecycle has no such move, or these criteria cannot be struck: `conflict`."""


@transaction.atomic
def strike_review(
    *,
    tenant: Tenant,
    by: Member | None,
    review: Review,
    ground: str = "",
    criteria: Collection[str] | None = None,
    now: datetime,
) -> Review:
    """The review, from now on struck under `ground`. Whoever calls has the right to decide.

    With `criteria` those alone are struck, beside those that are struck already: the review stays published, and its
    sentiment and stars follow from the rest. Something of the rating is always left to count.
    """
    if not criteria:
        return take_measure(
            tenant=tenant,
            by=by,
            review=review,
            status=ReviewStatus.STRUCK,
            ground=ground,
            now=now,
            unable=UnableToStrikeReview,
        )
    review = locked(review)
    # Where the whole can be struck, so can a part; the status stays as it is.
    moved(review, ReviewStatus.STRUCK, UnableToStrikeReview)
    struck = [Criterion(each) for each in review.struck_criteria or ()]
    chosen = [criterion for criterion in Criterion if criterion in criteria]
    if problems := criteria_problems(chosen, Outcome.STRIKE, rated=review.rated_criteria, struck=struck):
        # Whoever decided saw another review: in the meantime it was edited, or another decision struck something.
        raise UnableToStrikeReview(*(Problem(ProblemCode.CONFLICT, each.pointer, each.detail) for each in problems))
    put_struck(review, [*struck, *chosen], policy_in_force(at=now))
    data = {"ground": ground, "criteria": [criterion.value for criterion in chosen]}
    return record_change(
        tenant=tenant, by=by, review=review, kind=Revision.Kind.STRUCK, now=now, ground=ground, data=data
    )
