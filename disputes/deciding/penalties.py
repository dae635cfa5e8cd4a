"""What an attribution costs the fulfilment partner that a decision finds at fault."""

from __future__ import annotations

from typing import Any

from disputes.models import Decision
from policy.responsibility import RESPONSIBILITIES, penalty_points
from policy.terms import FeedbackType, GroundKey


def cost_of(decision: Decision) -> dict[str, Any]:
    """The type that the decision's facts name, and the points that the policy of the case sets for it."""
    named = decision.facts.get("feedback_type")
    if decision.ground != GroundKey.PARTNER_AT_FAULT or not named:
        return {}
    kind = FeedbackType(named)
    points = penalty_points(kind, decision.policy_version.policy) if RESPONSIBILITIES[kind].penalty else 0
    return {"feedback_type": kind.value, "penalty_points": points}
