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
from policy.saying import say
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


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides beside the claims and the evidence: the review, the requester, and the policy in force."""

    version: PolicyVersion
    facts: FilingFacts
    cutoff: TimeLimit
    fair_use: FairUse

    def problems(
        self, claims: Sequence[Claim], evidence: Sequence[Evidence], shown: Shown, *, now: datetime
    ) -> list[Problem]:
        """Everything that stands in the way of filing these claims with this evidence."""
        return [
            *may_file(self.facts, claims, evidence, self.version.policy, now),
            *shown.problems,
            *_too_long(claims),
        ]


def standing_of(*, tenant: Tenant, by: Member | None, review, now: datetime) -> Standing:
    """Raises NotPermitted where `by` does not run the reviewed seller."""
    if by is None or not runs_seller(by, review.seller_id):
        raise NotPermitted(say("Only the reviewed seller can ask for the removal of a review."))
    version = policy_in_force(at=now)
    use = fair_use_of(review.seller_id, policy=version.policy, now=now)
    return Standing(
        version=version,
        facts=FilingFacts(
            review_status=ReviewStatus(review.status),
            first_published_at=review.published_at,
            timezone=tenant.zone,
            has_open_request=open_request_about(review) is not None,
            suspended_until=use.suspended_until,
        ),
        cutoff=cutoff(review.published_at, version.policy, tenant.zone),
        fair_use=use,
    )


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
    stands = standing_of(tenant=tenant, by=by, review=review, now=now)
    shown = look_up(evidence, by=by, review=review)
    return Examination(
        version=stands.version,
        problems=stands.problems(claims, evidence, shown, now=now),
        missing=missing_evidence(claims, evidence, stands.version.policy),
        cutoff=stands.cutoff,
        fair_use=stands.fair_use,
        shown=shown,
    )


def _too_long(claims: Sequence[Claim]) -> list[Problem]:
    return [
        invalid(f"/claims/{index}/statement", say("At most {most} characters.", most=str(LONGEST_TEXT)))
        for index, claim in enumerate(claims)
        if len(claim.statement) > LONGEST_TEXT
    ]
