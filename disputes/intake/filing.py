"""Looks at a removal request before it is filed: the one answer that the checker shows and filing obeys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from disputes.intake.shown import Shown, look_up
from disputes.queries import FairUse, fair_use_of, open_request_about
from disputes.refusals import LONGEST_TEXT, invalid
from orders.queries import runs_seller
from policy.eligibility import Claim, Evidence, FilingFacts, may_file, missing_evidence
from policy.filing import Missing
from policy.problems import Problem
from policy.terms import ReviewStatus
from policy.time_limits import TimeLimit, cutoff
from tenants.models import Member, PolicyVersion, Tenant
from tenants.queries import policy_in_force
from wire.refusals import NotPermitted


@dataclass(frozen=True, slots=True)
class Examination:
    """What stands in the way of filing, by the policy in force at that moment."""

    version: PolicyVersion
    problems: list[Problem]
    missing: list[Missing]
    cutoff: TimeLimit
    fair_use: FairUse
    shown: Shown


def examine(
    *,
    tenant: Tenant,
    by: Member | None,
    review,
    claims: Sequence[Claim],
    evidence: Sequence[Evidence],
    now: datetime,
) -> Examination:
    """Look at everything at once; raise NotPermitted where `by` does not run the reviewed seller."""
    if by is None or not runs_seller(by, review.seller_id):
        raise NotPermitted("Only the reviewed seller can ask for the removal of a review.")
    version = policy_in_force(at=now)
    policy = version.policy
    use = fair_use_of(review.seller_id, policy=policy, now=now)
    shown = look_up(evidence, by=by, review=review)
    facts = FilingFacts(
        review_status=ReviewStatus(review.status),
        first_published_at=review.published_at,
        timezone=tenant.zone,
        has_open_request=open_request_about(review) is not None,
        suspended_until=use.suspended_until,
    )
    problems = [
        *may_file(facts, claims, evidence, policy, now),
        *shown.problems,
        *_too_long(claims),
    ]
    return Examination(
        version=version,
        problems=problems,
        missing=missing_evidence(claims, evidence, policy),
        cutoff=cutoff(review.published_at, policy, tenant.zone),
        fair_use=use,
        shown=shown,
    )


def _too_long(claims: Sequence[Claim]) -> list[Problem]:
    return [
        invalid(f"/claims/{index}/statement", f"At most {LONGEST_TEXT} characters.")
        for index, claim in enumerate(claims)
        if len(claim.statement) > LONGEST_TEXT
    ]
