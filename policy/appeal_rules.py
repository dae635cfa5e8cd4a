"""Who may appeal what, until when, and only once (DSA Art. 20): two tables, and what asks them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import Final

from policy import time_limits
from policy.document import PolicyDocument
from policy.problems import Problem
from policy.saying import joined, say
from policy.terms import MisuseKind, Outcome, Party, ProblemCode, SuspensionStatus

_AUTHOR, _REQUESTER = Party.AUTHOR, Party.REQUESTER

MAY_APPEAL: Final[Mapping[tuple[Outcome, Party], bool]] = MappingProxyType(
    {
        (Outcome.KEEP, _AUTHOR): False,
        (Outcome.KEEP, _REQUESTER): True,
        (Outcome.REDACT, _AUTHOR): True,
        (Outcome.REDACT, _REQUESTER): True,
        (Outcome.ATTRIBUTE, _AUTHOR): True,
        (Outcome.ATTRIBUTE, _REQUESTER): False,
        (Outcome.STRIKE, _AUTHOR): True,
        (Outcome.STRIKE, _REQUESTER): False,
        (Outcome.REMOVE, _AUTHOR): True,
        (Outcome.REMOVE, _REQUESTER): False,
    }
)
"""Which outcomes go against which side: the author loses words or weight, the requester keeps the review on
the seller's rate. Who asked for more than was given has got it off the rate, and that was the wish. A strike of
single criteria leaves the rest on the rate, so it goes against both."""

MAY_APPEAL_STEP: Final[Mapping[tuple[MisuseKind, SuspensionStatus], bool]] = MappingProxyType(
    {
        (MisuseKind.CAUTION, SuspensionStatus.PROPOSED): False,
        (MisuseKind.CAUTION, SuspensionStatus.ACTIVE): True,
        (MisuseKind.CAUTION, SuspensionStatus.ENDED): True,
        (MisuseKind.CAUTION, SuspensionStatus.LIFTED): False,
        (MisuseKind.CAUTION, SuspensionStatus.DISMISSED): False,
        (MisuseKind.SUSPENSION, SuspensionStatus.PROPOSED): False,
        (MisuseKind.SUSPENSION, SuspensionStatus.ACTIVE): True,
        (MisuseKind.SUSPENSION, SuspensionStatus.ENDED): False,
        (MisuseKind.SUSPENSION, SuspensionStatus.LIFTED): False,
        (MisuseKind.SUSPENSION, SuspensionStatus.DISMISSED): False,
    }
)
"""Which steps against misuse whoever they are against may appeal. A caution stays on record after its time,
so it can still be contested; a suspension that is over has nothing left to give back."""


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
    """Whether that side has already appealed this decision. A decision that takes its place is another one."""
    in_part: bool = False
    """Whether it strikes single criteria, and the rest goes on counting."""


@dataclass(frozen=True, slots=True)
class StepAppealFacts:
    """What decides whether whoever was cautioned or suspended may appeal that."""

    kind: MisuseKind
    status: SuspensionStatus
    informed_at: datetime
    """When that person was told of the step."""
    timezone: tzinfo
    already_appealed: bool = False


def goes_against(outcome: Outcome, party: Party, *, in_part: bool = False) -> bool:
    """Whether that outcome goes against that side, so that the side may appeal it at all."""
    return in_part or MAY_APPEAL[outcome, party]


def may_appeal(facts: AppealFacts, policy: PolicyDocument, now: datetime) -> list[Problem]:
    """The first reason why that side cannot appeal; an empty list when it can."""
    if facts.already_appealed:
        return _not_appealable(say("You have already appealed this decision; each side can appeal it once."))
    if facts.held:
        return _not_appealable(say("This decision has not taken effect yet, so there is nothing to appeal."))
    if facts.superseded:
        return _not_appealable(say("A later decision has taken the place of this one."))
    if not goes_against(facts.outcome, facts.party, in_part=facts.in_part):
        return _not_appealable(say("This decision does not go against you, so there is nothing to appeal."))
    return _in_time(facts.informed_at, facts.timezone, policy, now)


def may_appeal_step(facts: StepAppealFacts, policy: PolicyDocument, now: datetime) -> list[Problem]:
    """The first reason why a step against misuse cannot be appealed; an empty list when it can."""
    if facts.already_appealed:
        return _not_appealable(_ONCE[facts.kind])
    if not MAY_APPEAL_STEP[facts.kind, facts.status]:
        return _not_appealable(_NOTHING_TO_APPEAL[facts.kind, facts.status])
    return _in_time(facts.informed_at, facts.timezone, policy, now)


_ONCE: Final = {
    MisuseKind.CAUTION: say("You have already appealed this caution; that can be done once."),
    MisuseKind.SUSPENSION: say("You have already appealed this suspension; that can be done once."),
}
_NOTHING_TO_APPEAL: Final = {
    (MisuseKind.CAUTION, SuspensionStatus.PROPOSED): say("This caution is proposed, so there is nothing to appeal."),
    (MisuseKind.CAUTION, SuspensionStatus.LIFTED): say("This caution is lifted, so there is nothing to appeal."),
    (MisuseKind.CAUTION, SuspensionStatus.DISMISSED): say("This caution is dismissed, so there is nothing to appeal."),
    (MisuseKind.SUSPENSION, SuspensionStatus.PROPOSED): say(
        "This suspension is proposed, so there is nothing to appeal."
    ),
    (MisuseKind.SUSPENSION, SuspensionStatus.ENDED): say("This suspension is ended, so there is nothing to appeal."),
    (MisuseKind.SUSPENSION, SuspensionStatus.LIFTED): say("This suspension is lifted, so there is nothing to appeal."),
    (MisuseKind.SUSPENSION, SuspensionStatus.DISMISSED): say(
        "This suspension is dismissed, so there is nothing to appeal."
    ),
}
"""For each step that may not be appealed."""


def may_decide_appeal(agent: str, decided_before: frozenset[str]) -> bool:
    """Whether that agent may decide it: nobody decides again who decided or approved in the case before."""
    return agent not in decided_before


def lead_may_decide_appeal(lead: str, decided_before: frozenset[str], agents: frozenset[str]) -> bool:
    """Whether that lead may decide it in an agent's place: only where no agent is left who had no part in the case.

    `agents` are those of the marketplace who are on no side of it. A lead who decided or approved in it stays out, too.
    """
    return may_decide_appeal(lead, decided_before) and agents <= decided_before


def may_decide_step_appeal(lead: str, confirmed_by: str) -> bool:
    """Whether that lead may decide it: somebody else than who confirmed the step."""
    return lead != confirmed_by


def _in_time(informed_at: datetime, tz: tzinfo, policy: PolicyDocument, now: datetime) -> list[Problem]:
    limit = time_limits.appealing(informed_at, policy, tz)
    return _not_appealable(joined(limit.reason, say("That day has passed."))) if limit.passed(now) else []


def _not_appealable(reason: str) -> list[Problem]:
    return [Problem(ProblemCode.NOT_APPEALABLE, "", reason)]
