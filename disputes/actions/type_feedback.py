"""The seller or an agent says what a review is about: one of the thirteen types of feedback."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.finding.looking_again import look_again
from disputes.models import FeedbackCause
from disputes.permissions import side_of_typing
from disputes.refusals import LONGEST_TEXT, UnableToAct, coded, conflict, invalid, too_long
from policy.problems import Problem
from policy.saying import say
from policy.terms import FeedbackType, ProblemCode, ReviewStatus, Sentiment
from tenants.models import Member, Tenant
from tenants.queries import policy_in_force

READ = (ReviewStatus.PUBLISHED, ReviewStatus.STRUCK, ReviewStatus.ATTRIBUTED)


class UnableToTypeFeedback(UnableToAct):
    """No such type, no partners here, or nothing negative to type."""


@transaction.atomic
def type_feedback(
    *, tenant: Tenant, by: Member | None, review, feedback_type: str, now: datetime, note: str = ""
) -> FeedbackCause:
    """What `by` says it is about; the latest of an agent counts, else the latest of the seller.

    Open cases about partners are found anew. Raises NotThere, NotPermitted; UnableToTypeFeedback with
    `not_allowed_by_policy`, `conflict` (the review is taken down, or not negative) or `validation_failed` at
    /feedback_type or /note.
    """
    side = side_of_typing(by, review)
    problems = [*partner_problems(now), *_review_problems(review, side), *_input_problems(feedback_type, note)]
    if problems:
        raise UnableToTypeFeedback(*problems)
    cause = keep_cause(tenant=tenant, by=by, review=review, feedback_type=feedback_type, side=side, note=note, now=now)
    look_again(review, tenant=tenant, now=now)
    return cause


def keep_cause(
    *,
    tenant: Tenant,
    by: Member,
    review,
    feedback_type: str,
    side: FeedbackCause.Side,
    now: datetime,
    note: str = "",
) -> FeedbackCause:
    """The row and its entry; the caller has checked everything."""
    cause = FeedbackCause.objects.create(
        tenant=tenant,
        review=review,
        feedback_type=FeedbackType(feedback_type).value,
        side=side,
        typed_by=by,
        typed_at=now,
        note=note.strip(),
    )
    data = {"feedback_type": cause.feedback_type, "side": cause.side}
    record_entry(tenant=tenant, by=by, action="review.typed", subject=review, now=now, data=data)
    return cause


def partner_problems(now: datetime) -> list[Problem]:
    """Where the policy in force knows no partners, nobody is asked who answers."""
    if policy_in_force(at=now).policy.fulfilment.partners_allowed:
        return []
    detail = say(
        "This marketplace works without fulfilment partners, so reviews are not typed by who answers for them."
    )
    return [coded(ProblemCode.NOT_ALLOWED_BY_POLICY, detail)]


def type_problems(feedback_type: str) -> list[Problem]:
    if feedback_type in list(FeedbackType):
        return []
    return [invalid("/feedback_type", say("Please choose one of the thirteen types of feedback."))]


def _review_problems(review, side: FeedbackCause.Side) -> list[Problem]:
    if review.status not in READ:
        return [conflict(say("This review is no longer shown, so there is nothing to answer for."))]
    if side == FeedbackCause.Side.SELLER and review.sentiment != Sentiment.NEGATIVE:
        return [conflict(say("Only negative reviews are typed: nobody has to answer for the others."))]
    return []


def _input_problems(feedback_type: str, note: str) -> list[Problem]:
    problems = type_problems(feedback_type)
    if len(note) > LONGEST_TEXT:
        problems.append(too_long(note, "/note"))
    return problems
