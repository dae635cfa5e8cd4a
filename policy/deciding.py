"""Whether an agent's decision can stand: findings resolved, departures explained, outcome allowed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from policy.document import PolicyDocument
from policy.facts import Finding
from policy.grounds import GROUNDS
from policy.outcomes import allowed_outcomes, met_grounds, weight
from policy.phrases import criteria_in_words
from policy.problems import Problem
from policy.terms import Criterion, GroundKey, Outcome, ProblemCode, Verdict

Span = tuple[int, int]
"""Where hidden words start and end, in characters of the comment."""


@dataclass(frozen=True, slots=True)
class IntendedDecision:
    """What an agent is about to decide. `verdicts` hold only MET and NOT_MET, for the grounds looked at."""

    outcome: Outcome
    verdicts: Mapping[GroundKey, Verdict]
    reason: str
    departure_reason: str = ""
    spans: tuple[Span, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    """For a strike: the criteria that are struck; empty for the whole review."""


def resolved(proposed: Sequence[Finding], verdicts: Mapping[GroundKey, Verdict]) -> tuple[Finding, ...]:
    """The findings as the agent leaves them: a verdict replaces the proposed one, silence agrees."""
    return tuple(
        finding
        if verdicts.get(finding.ground, finding.verdict) is finding.verdict
        else Finding(
            finding.ground,
            finding.revision,
            verdicts[finding.ground],
            1.0,
            finding.explanation,
            finding.references,
        )
        for finding in proposed
    )


def departures(proposed: Sequence[Finding], verdicts: Mapping[GroundKey, Verdict]) -> tuple[GroundKey, ...]:
    """The grounds on which the agent overrules a proposed MET or NOT_MET; resolving UNKNOWN is none."""
    return tuple(
        finding.ground
        for finding in proposed
        if finding.verdict is not Verdict.UNKNOWN
        and verdicts.get(finding.ground, finding.verdict) is not finding.verdict
    )


def decision_problems(
    decision: IntendedDecision,
    proposed: Sequence[Finding],
    policy: PolicyDocument,
    comment: str,
    *,
    rated: Collection[Criterion] = (),
    struck: Collection[Criterion] = (),
) -> list[Problem]:
    """Everything that keeps the decision from standing; an empty list when nothing does.

    `rated` are the criteria that the review rates, `struck` those of them that other decisions struck. Any ground
    that allows a strike allows one of single criteria, which is milder.
    """
    return [
        *_finding_problems(decision, proposed),
        *_outcome_problems(decision, proposed, policy),
        *_span_problems(decision, comment),
        *criteria_problems(decision.criteria, decision.outcome, rated=rated, struck=struck),
    ]


def criteria_problems(
    criteria: Sequence[Criterion], outcome: Outcome, *, rated: Collection[Criterion], struck: Collection[Criterion]
) -> list[Problem]:
    """Why these criteria cannot be struck; none are named where the whole review is meant.

    To name all that count would be to strike the whole review without saying so: that is refused, so that the
    review's status, its marks and its counts never depend on how the same thing was said.
    """
    if outcome is not Outcome.STRIKE:
        return [_invalid("/criteria", "Only strike can be of single criteria.")] if criteria else []
    problems: list[Problem] = []
    for index, criterion in enumerate(criteria):
        if criterion not in rated:
            detail = f"This review does not rate {criteria_in_words([criterion])}."
            problems.append(_invalid(f"/criteria/{index}", detail))
        elif criterion in struck:
            detail = f"Another decision has struck {criteria_in_words([criterion])} already."
            problems.append(_invalid(f"/criteria/{index}", detail))
    if criteria and not problems and set(rated) <= {*criteria, *struck}:
        detail = "Nothing of the rating would be left to count. Please strike the whole review instead."
        problems.append(_invalid("/criteria", detail))
    return problems


def _finding_problems(decision: IntendedDecision, proposed: Sequence[Finding]) -> list[Problem]:
    problems: list[Problem] = []
    claimed = {finding.ground for finding in proposed}
    for key in decision.verdicts:
        if key not in claimed:
            detail = f'"{_name(key)}" is no ground of this case.'
            problems.append(_invalid(f"/findings/{key.value}", detail))
    for finding in resolved(proposed, decision.verdicts):
        if finding.verdict is Verdict.UNKNOWN:
            detail = f'Please find whether "{_name(finding.ground)}" is met; it is still unknown.'
            problems.append(_invalid(f"/findings/{finding.ground.value}", detail))
    departed = departures(proposed, decision.verdicts)
    if departed and not decision.departure_reason.strip():
        names = ", ".join(f'"{_name(key)}"' for key in departed)
        problems.append(_invalid("/departure_reason", f"Please say why you see {names} differently."))
    if not decision.reason.strip():
        problems.append(_invalid("/reason", "Please give the reason that both sides will read."))
    return problems


def _outcome_problems(decision: IntendedDecision, proposed: Sequence[Finding], policy: PolicyDocument) -> list[Problem]:
    allowed = allowed_outcomes(met_grounds(resolved(proposed, decision.verdicts)), policy)
    if decision.outcome in allowed:
        return []
    choices = ", ".join(outcome.value for outcome in sorted(allowed, key=weight))
    detail = f"The grounds that are met do not allow {decision.outcome.value}. They allow: {choices}."
    return [_invalid("/outcome", detail)]


def _span_problems(decision: IntendedDecision, comment: str) -> list[Problem]:
    if decision.outcome is not Outcome.REDACT:
        return [_invalid("/spans", "Only redact hides words.")] if decision.spans else []
    if not decision.spans:
        return [_invalid("/spans", "Please mark the words to hide.")]
    problems: list[Problem] = []
    for index, (start, end) in enumerate(decision.spans):
        if not 0 <= start < end <= len(comment):
            detail = f"This span is outside the comment, which has {len(comment)} characters."
            problems.append(_invalid(f"/spans/{index}", detail))
    return problems


def _name(key: GroundKey) -> str:
    return GROUNDS[key].text.name


def _invalid(pointer: str, detail: str) -> Problem:
    return Problem(ProblemCode.VALIDATION_FAILED, pointer, detail)
