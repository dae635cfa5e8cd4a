"""What an upheld appeal puts in place of the decision: by default what the appellant asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from disputes.deciding.intent import read_decision
from disputes.finding.findings import Proposed
from disputes.models import Appeal, Decision, RemovalRequest
from disputes.refusals import invalid
from policy.deciding import IntendedDecision, decision_problems
from policy.outcomes import loss
from policy.phrases import criteria_in_words
from policy.problems import Problem
from policy.terms import Outcome, Party


def read_overturning(
    appeal: Appeal,
    old: Decision,
    case: RemovalRequest,
    proposed: Proposed,
    *,
    new_outcome: str | None,
    findings: Mapping[str, str] | None,
    spans: Sequence[Sequence[int]],
    reason: str,
    criteria: Sequence[str] = (),
) -> tuple[IntendedDecision | None, list[Problem]]:
    """The new decision, and what keeps it from standing."""
    party = Party(appeal.party)
    if not new_outcome:
        if party is Party.REQUESTER:
            ask = "Please choose what takes the place of the decision."
            return None, [invalid("/new_outcome", ask)]
        new_outcome = Outcome.KEEP.value
    if problems := _direction_problems(new_outcome, criteria, old, party):
        return None, problems
    outcome = Outcome(new_outcome)
    if outcome is Outcome.REDACT and not spans:
        spans = old.spans
    answers = findings if findings is not None else _implied(old, outcome, case)
    # The appeal is the reason for seeing a ground differently than programs or the first agent did.
    intended, problems = read_decision(outcome.value, answers, reason, spans, reason, criteria)
    if intended is None or problems:
        return None, problems
    review, policy = case.review, case.policy_version.policy
    # What the old decision struck counts again before the new one takes effect.
    others = [each for each in review.struck_criteria or () if each not in (old.criteria or ())]
    rating = {"rated": review.rated_criteria, "struck": others}
    problems = decision_problems(intended, proposed.findings, policy, review.comment, **rating)
    return intended, [_at_new_outcome(problem) for problem in problems]


def _direction_problems(new_outcome: str, criteria: Sequence[str], old: Decision, party: Party) -> list[Problem]:
    """An upheld appeal never leaves its appellant where they were, or worse off."""
    if new_outcome not in list(Outcome):
        return [invalid("/new_outcome", f"Choose one of: {', '.join(Outcome)}.")]
    before, after = loss(Outcome(old.outcome), old.criteria or ()), loss(Outcome(new_outcome), set(criteria))
    was = f"{old.outcome} of {criteria_in_words(old.criteria)}" if old.criteria else old.outcome
    if party is Party.AUTHOR and after >= before:
        return [invalid("/new_outcome", f"To uphold the author's appeal, choose something milder than {was}.")]
    if party is Party.REQUESTER and after <= before:
        return [invalid("/new_outcome", f"To uphold the requester's appeal, choose something heavier than {was}.")]
    return []


def _implied(old: Decision, outcome: Outcome, case: RemovalRequest) -> dict[str, str]:
    """What it says about each ground: kept, none is met; otherwise those that can carry the outcome are."""
    if outcome is Outcome.KEEP:
        return dict.fromkeys(old.findings, "not_met")
    grounds = case.policy_version.policy.removal.grounds
    carrying = [key for key in old.findings if outcome in grounds[key].outcomes]
    return {**old.findings, **dict.fromkeys(carrying, "met")}


def _at_new_outcome(problem: Problem) -> Problem:
    pointer = "/new_outcome" if problem.pointer == "/outcome" else problem.pointer
    return Problem(problem.code, pointer, problem.detail)
