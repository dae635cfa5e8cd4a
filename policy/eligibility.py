"""Whether a review may still be posted, edited, withdrawn: a list of problems, empty for yes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from policy import time_limits
from policy.document import PolicyDocument
from policy.filing import Claim, Evidence, FilingFacts, may_file, missing_evidence
from policy.phrases import listed, order_is
from policy.problems import Problem
from policy.saying import Said, say
from policy.terms import OrderStatus, ProblemCode, ReviewStatus
from policy.windows import local_day

__all__ = [
    "Claim",
    "Evidence",
    "FilingFacts",
    "OrderToReview",
    "StandingReview",
    "may_edit",
    "may_file",
    "may_post_review",
    "may_withdraw",
    "missing_evidence",
]


@dataclass(frozen=True, slots=True)
class OrderToReview:
    """What decides whether an order may be reviewed."""

    status: OrderStatus
    closed_at: datetime | None
    already_reviewed: bool
    timezone: tzinfo
    imported: bool = False
    """History that is moved in is exempt from the window for leaving feedback, and from suspensions."""
    never_paid: bool = False
    """It was canceled before anything was paid for it: nothing was bought that could be judged."""
    suspended_until: datetime | None = None
    """The end of a suspension of the buyer's right to leave reviews, if one is active."""


@dataclass(frozen=True, slots=True)
class StandingReview:
    """What decides whether its author may still change a review."""

    status: ReviewStatus
    first_published_at: datetime
    timezone: tzinfo


def reviewable(status: OrderStatus, policy: PolicyDocument) -> bool:
    """Whether orders in that status may be reviewed at all."""
    return status in policy.feedback.reviewable_statuses


def may_post_review(order: OrderToReview, policy: PolicyDocument, now: datetime) -> list[Problem]:
    """One review an order, on orders that are closed, within the window."""
    if order.already_reviewed:
        return [
            Problem(
                ProblemCode.ALREADY_REVIEWED,
                "",
                say("This order already has a review. You can edit that one while its time for editing lasts."),
            )
        ]
    if not reviewable(order.status, policy):
        allowed = [order_is(status) for status in policy.feedback.reviewable_statuses]
        return [
            Problem(
                ProblemCode.NOT_REVIEWABLE,
                "",
                say(
                    "This order is {status}. Feedback can be left once an order is {allowed}.",
                    status=order_is(order.status),
                    allowed=listed(allowed, "or"),
                ),
            )
        ]
    if order.never_paid:
        detail = say("This order was canceled before it was paid. Feedback is for what was bought.")
        return [Problem(ProblemCode.NOT_REVIEWABLE, "", detail)]
    if order.imported:
        return []
    if order.suspended_until is not None and now < order.suspended_until:
        return [_suspended(order.suspended_until, order.timezone)]
    limit = time_limits.leaving(order.closed_at, policy, order.timezone)
    if limit.passed(now):
        return [Problem(ProblemCode.WINDOW_CLOSED, "", limit.reason)]
    return []


def _suspended(until: datetime, tz: tzinfo) -> Problem:
    detail = say(
        "Your right to leave reviews is suspended until {day}, after demands under threat of feedback. "
        "It comes back by itself. Reviews that you left can still be changed.",
        day=local_day(until, tz),
    )
    return Problem(ProblemCode.NOT_ALLOWED_BY_POLICY, "", detail)


def may_edit(review: StandingReview, policy: PolicyDocument, now: datetime) -> list[Problem]:
    """While it is published, within the window counted from first publication."""
    limit = time_limits.editing(review.first_published_at, policy, review.timezone)
    return _standing(review, _NO_EDIT) or _in_time(limit, now)


def may_withdraw(review: StandingReview, policy: PolicyDocument, now: datetime) -> list[Problem]:
    """While it is published, within the window counted from first publication."""
    limit = time_limits.withdrawing(review.first_published_at, policy, review.timezone)
    return _standing(review, _NO_WITHDRAWAL) or _in_time(limit, now)


_FINAL = say("You withdrew this review, and that is final.")
_NO_EDIT = {
    ReviewStatus.WITHDRAWN: _FINAL,
    ReviewStatus.STRUCK: say("This review is struck by a decision and can no longer be edited."),
    ReviewStatus.REMOVED: say("This review is removed by a decision and can no longer be edited."),
    ReviewStatus.ATTRIBUTED: say("This review is attributed by a decision and can no longer be edited."),
}
_NO_WITHDRAWAL = {
    ReviewStatus.WITHDRAWN: _FINAL,
    ReviewStatus.STRUCK: say("This review is struck by a decision and can no longer be withdrawn."),
    ReviewStatus.REMOVED: say("This review is removed by a decision and can no longer be withdrawn."),
    ReviewStatus.ATTRIBUTED: say("This review is attributed by a decision and can no longer be withdrawn."),
}


def _standing(review: StandingReview, refusals: Mapping[ReviewStatus, Said]) -> list[Problem]:
    if review.status is ReviewStatus.PUBLISHED:
        return []
    return [Problem(ProblemCode.CONFLICT, "", refusals[review.status])]


def _in_time(limit: time_limits.TimeLimit, now: datetime) -> list[Problem]:
    return [Problem(ProblemCode.WINDOW_CLOSED, "", limit.reason)] if limit.passed(now) else []
