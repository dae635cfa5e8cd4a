"""Takes a measure on a review back: the review is again exactly what the other measures make of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from feedback.actions.record_change import locked, record_change
from feedback.actions.take_measure import apply_measures, standing_measures
from feedback.models import Review, Revision
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from tenants.queries import policy_in_force
from wire.refusals import Refused


class UnableToRestoreReview(Refused):
    """No such measure stands on the review: `conflict`."""


@transaction.atomic
def restore_review(
    *,
    tenant: Tenant,
    by: Member | None,
    review: Review,
    ground: str = "",
    measure: int | None = None,
    everything: bool = False,
    now: datetime,
) -> Review:
    """Take back the latest standing measure, that numbered `measure` (the version it made), or `everything`.

    A review that was struck and then removed is struck again; words that were redacted can be read again, criteria
    that were struck count again.
    It counts under its original day. What its author withdrew stays withdrawn.
    """
    review = locked(review)
    standing = standing_measures(review)
    undone = [each for each in standing if everything or measure in (None, each.number)]
    if not undone:
        detail = say("There is no decision on this review that could be taken back.")
        raise UnableToRestoreReview(Problem(ProblemCode.CONFLICT, "", detail))
    undone = undone if everything else undone[-1:]
    numbers = [each.number for each in undone]
    staying = [each for each in standing if each.number not in numbers]
    apply_measures(review, staying, policy_in_force(at=now))
    return record_change(
        tenant=tenant,
        by=by,
        review=review,
        kind=Revision.Kind.RESTORED,
        now=now,
        undoes=None if everything else numbers[0],
        data={"undoes": numbers, "ground": ground},
    )
