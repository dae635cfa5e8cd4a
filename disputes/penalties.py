"""Penalty points for the partner that a decision finds at fault; they stand while the decision does."""

from __future__ import annotations

from datetime import datetime

from audit.actions.record_entry import record_entry
from disputes.models import Decision, Penalty
from policy.responsibility import RESPONSIBILITIES, penalty_points
from policy.terms import FeedbackType, GroundKey, Outcome
from tenants.models import Member, Tenant


def penalize(decision: Decision, *, review, tenant: Tenant, by: Member, now: datetime) -> Penalty | None:
    """The penalty that the policy of the case sets for the feedback's type, as the decision's facts name it."""
    named = decision.facts.get("feedback_type")
    if decision.outcome != Outcome.ATTRIBUTE or decision.ground != GroundKey.PARTNER_AT_FAULT or not named:
        return None
    kind = FeedbackType(named)
    points = penalty_points(kind, decision.policy_version.policy)
    if not RESPONSIBILITIES[kind].penalty or not points:
        return None
    penalty = Penalty.objects.create(
        tenant=tenant,
        partner_id=review.order.partner_id,
        order_id=review.order_id,
        decision=decision,
        feedback_type=kind.value,
        points=points,
        at=now,
    )
    data = {"points": points, "feedback_type": kind.value, "decision": str(decision.pk)}
    record_entry(tenant=tenant, by=by, action="partner.penalized", subject=penalty, now=now, data=data)
    return penalty
