"""Whether a review may still be posted, edited, withdrawn: a list of problems, empty for yes."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from policy import time_limits
from policy.document import PolicyDocument
from policy.filing import Claim, Evidence, FilingFacts, may_file, missing_evidence
from policy.phrases import date_in_words, listed, order_is
from policy.problems import Problem
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
                "This order already has a review. You can edit that one while its time for editing lasts.",
            )
        ]
    if not reviewable(order.status, policy):
        allowed = [order_is(status) for status in policy.feedback.reviewable_statuses]
        return [
            Problem(
                ProblemCode.NOT_REVIEWABLE,
                "",
                f"This order is {order_is(order.status)}. Feedback can be left once an order is "
                f"{listed(allowed, 'or')}.",
            )
        ]
    if order.never_paid:
        detail = "This order was canceled before it was paid. Feedback is for what was bought."
        return [Problem(ProblemCode.NOT_REVIEWABLE, "", detail)]
    if not order.imported and order.suspended_until is not None and now < order.suspended_until:
        return [_suspended(order.suspended_until, order.timezone)]
    limit = time_limits.leaving(order.closed_at, policy, order.timezone)
    if not order.imported and limit.passed(now):
        return [Problem(ProblemCode.WINDOW_CLOSED, "", limit.reason)]
    return []


def _suspended(until: datetime, tz: tzinfo) -> Problem:
    detail = (
        f"Your right to leave reviews is suspended until {date_in_words(local_day(until, tz))}, after demands "
        "under threat of feedback. It comes back by itself. Reviews that you left can still be changed."
    )
    return Problem(ProblemCode.NOT_ALLOWED_BY_POLICY, "", detail)


def may_edit(review: StandingReview, policy: PolicyDocument, now: datetime) -> list[Problem]:
    """While it is published, within the window counted from first publication."""
    limit = time_limits.editing(review.first_published_at, policy, review.timezone)
    return _standing(review, "edited") or _in_time(limit, now)


def may_withdraw(review: StandingReview, policy: PolicyDocument, now: datetime) -> list[Problem]:
    """While it is published, within the window counted from first publication."""
    limit = time_limits.withdrawing(review.first_published_at, policy, review.timezone)
    return _standing(review, "withdrawn") or _in_time(limit, now)


def _standing(review: StandingReview, act: str) -> list[Problem]:
    if review.status is ReviewStatus.PUBLISHED:
        return []
    if review.status is ReviewStatus.WITHDRAWN:
        detail = "You withdrew this review, and that is final."
    else:
        detail = f"This review is {review.status.value} by a decision and can no longer be {act}."
    return [Problem(ProblemCode.CONFLICT, "", detail)]


def _in_time(limit: time_limits.TimeLimit, now: datetime) -> list[Problem]:
    return [Problem(ProblemCode.WINDOW_CLOSED, "", limit.reason)] if limit.passed(now) else []
