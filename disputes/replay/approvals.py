"""Whether a lead would have to approve what was decided in a case, or what is recommended in an open one."""

from __future__ import annotations

from datetime import datetime, timedelta

from disputes.replay.past_cases import Row
from feedback.queries import impact_at
from policy.document import PolicyDocument
from policy.outcomes import needs_second_approval
from policy.terms import Outcome
from tenants.models import Tenant

JUST_BEFORE = timedelta(microseconds=1)


def was_held(row: Row, outcome: Outcome | None, *, tenant: Tenant, now: datetime) -> bool:
    """As it was; for a case that nobody decided, by the policy that governs it."""
    if row.decision is not None:
        return row.decision.held
    return outcome is not None and held_under(row.case.governed_by, row, outcome, tenant=tenant, now=now)


def would_be_held(
    draft: PolicyDocument, row: Row, outcome: Outcome | None, *, before: bool, tenant: Tenant, now: datetime
) -> bool:
    """Under the draft: of what was decided, as it was decided, on the figures of that moment."""
    if row.decision is not None:
        if _same_rule(row.case.governed_by, draft):
            return before
        outcome, now = Outcome(row.decision.outcome), row.decision.decided_at - JUST_BEFORE
    return outcome is not None and held_under(draft, row, outcome, tenant=tenant, now=now)


def held_under(policy: PolicyDocument, row: Row, outcome: Outcome, *, tenant: Tenant, now: datetime) -> bool:
    if policy.removal.second_approval is None:
        return False
    review = row.request.review
    review.tenant = review.seller.tenant = tenant
    # Of a case that was decided it is what was decided; what is recommended is always of the whole review.
    criteria = row.decision.criteria or () if row.decision is not None else ()
    impact = impact_at(review, now, policy, outcome=outcome, criteria=criteria)
    return needs_second_approval(
        outcome, policy, rate_before=impact.before, rate_after=impact.after, ratings=impact.ratings
    )


def _same_rule(one: PolicyDocument, other: PolicyDocument) -> bool:
    def rule(policy: PolicyDocument) -> tuple[object, ...]:
        counted = policy.feedback
        return policy.removal.second_approval, counted.rate_formula, counted.minimum_ratings

    return rule(one) == rule(other)
