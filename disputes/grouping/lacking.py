"""The reviews of a group that have no case yet: for which one can be opened, and why the others are left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from disputes.models import OPEN, GroupReview, RemovalRequest
from disputes.refusals import moment
from policy.filing import Claim, FilingFacts, may_file
from policy.terms import GroundKey, ProblemCode, RequestStatus, ReviewStatus
from tenants.models import PolicyVersion, Tenant

CLAIMED = GroundKey.FEEDBACK_BOMBING
# What the platform writes and shows itself is not measured by what policy asks of a requester.
_IN_THE_WAY = (ProblemCode.CUTOFF_PASSED, ProblemCode.GROUND_NOT_OFFERED, ProblemCode.CONFLICT)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A review, or a case about it, that an act on the whole group did not reach."""

    review: Any
    why: str
    has_case: bool = True


@dataclass(slots=True)
class Lacking:
    """`can` are the reviews for which a case can be opened now."""

    can: list[Any] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def lacking_of(
    members: Iterable[GroupReview],
    cases: Mapping[UUID, RemovalRequest],
    *,
    version: PolicyVersion,
    tenant: Tenant,
    now: datetime,
) -> Lacking:
    """Look at every review of a group beside the case that it has, by the policy in force at `now`."""
    found = Lacking()
    for member in members:
        review, case = member.review, cases.get(member.review_id)
        if had := _had(case, tenant):
            found.left_out.append(LeftOut(review, had))
        elif against := _against(review, version, tenant, now):
            found.left_out.append(LeftOut(review, against, has_case=False))
        else:
            found.can.append(review)
    return found


def _had(case: RemovalRequest | None, tenant: Tenant) -> str:
    """That it has a case which keeps others away; '' where it has none, or one that was taken back."""
    if case is not None and case.status in OPEN:
        return "It has an open case already."
    if case is not None and case.status == RequestStatus.DECIDED:
        return f"Its case was decided on {moment(case.closed_at, tenant)}."
    return ""


def _against(review: Any, version: PolicyVersion, tenant: Tenant, now: datetime) -> str:
    """What the review's state or policy has against a case; '' where nothing."""
    if review.status != ReviewStatus.PUBLISHED:
        return f"It does not stand any more: it is {review.status}."
    facts = FilingFacts(
        review_status=ReviewStatus(review.status), first_published_at=review.published_at, timezone=tenant.zone
    )
    problems = may_file(facts, [Claim(CLAIMED, "")], [], version.policy, now)
    return next((each.detail for each in problems if each.code in _IN_THE_WAY), "")
