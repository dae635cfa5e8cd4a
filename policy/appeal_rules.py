"""Who may appeal what, until when, and only once (DSA Art. 20)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from policy import time_limits
from policy.document import PolicyDocument
from policy.problems import Problem
from policy.terms import Outcome, Party, ProblemCode

APPEALABLE: Final[Mapping[Party, frozenset[Outcome]]] = {
    Party.AUTHOR: frozenset({Outcome.REDACT, Outcome.ATTRIBUTE, Outcome.STRIKE, Outcome.REMOVE}),
    Party.REQUESTER: frozenset({Outcome.KEEP, Outcome.REDACT}),
}
"""The outcomes that go against each side: the author loses words or weight, the requester keeps the review
on the seller's rate."""


@dataclass(frozen=True, slots=True)
class AppealFacts:
    """What decides whether one side may appeal a decision."""

    party: Party
    outcome: Outcome
    informed_at: datetime
    """When that side was told of the decision."""
    timezone: tzinfo
    held: bool = False
    """Whether the decision still waits for a lead."""
    superseded: bool = False
    """Whether a later decision has taken its place."""
    already_appealed: bool = False
    """Whether that side has already appealed this decision, or an earlier one in the case."""


def may_appeal(facts: AppealFacts, policy: PolicyDocument, now: datetime) -> list[Problem]:
    """The first reason why that side cannot appeal; an empty list when it can."""
    reason = _reason_against(facts, policy, now)
    return [Problem(ProblemCode.NOT_APPEALABLE, "", reason)] if reason else []


def _reason_against(facts: AppealFacts, policy: PolicyDocument, now: datetime) -> str:
    if facts.already_appealed:
        return "You have already appealed in this case; each side can appeal once."
    if facts.held:
        return "This decision has not taken effect yet, so there is nothing to appeal."
    if facts.superseded:
        return "A later decision has taken the place of this one."
    if facts.outcome not in APPEALABLE[facts.party]:
        return "This decision does not go against you, so there is nothing to appeal."
    limit = time_limits.appealing(facts.informed_at, policy, facts.timezone)
    return f"{limit.reason} That day has passed." if limit.passed(now) else ""


def may_decide_appeal(agent: str, decided_before: frozenset[str]) -> bool:
    """Whether that agent may decide it: nobody decides again who decided or approved in the case before."""
    return agent not in decided_before
