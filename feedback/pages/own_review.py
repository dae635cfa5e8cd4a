"""A member's own review, and whether it may still be changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from feedback.models import Review
from feedback.queries import review_of_id
from policy import time_limits
from policy.document import PolicyDocument
from policy.eligibility import StandingReview, may_edit, may_withdraw
from policy.terms import ReviewStatus
from policy.time_limits import TimeLimit
from tenants.models import Member, Tenant
from wire.refusals import NotThere


def own_review(member: Member, review_id: Any) -> Review:
    """The review that the member wrote. Raises NotThere for any other."""
    review = review_of_id(str(review_id))
    if review is None or review.buyer_id != member.pk:
        raise NotThere
    return review


def standing(review: Review, tenant: Tenant) -> StandingReview:
    return StandingReview(ReviewStatus(review.status), review.published_at, tenant.zone)


class Chance(NamedTuple):
    """Whether an act is still possible, and how long: `left` is whole days or None for without end."""

    possible: bool
    left: int | None
    limit: TimeLimit


def chances(review: Review, tenant: Tenant, policy: PolicyDocument, now: datetime) -> dict[str, Chance]:
    """What the author may still do: edit and withdraw."""
    state, zone = standing(review, tenant), tenant.zone
    editing = time_limits.editing(review.published_at, policy, zone)
    withdrawing = time_limits.withdrawing(review.published_at, policy, zone)
    return {
        "edit": Chance(not may_edit(state, policy, now), _days_left(editing, now, tenant), editing),
        "withdraw": Chance(not may_withdraw(state, policy, now), _days_left(withdrawing, now, tenant), withdrawing),
    }


def _days_left(limit: TimeLimit, now: datetime, tenant: Tenant) -> int | None:
    return None if limit.last_day is None else (limit.last_day - now.astimezone(tenant.zone).date()).days
