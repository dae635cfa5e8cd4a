"""One past case under the policy that governed it and under a draft: what would be otherwise, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from policy.document import PolicyDocument
from policy.eligibility import Claim, Evidence, FilingFacts, may_file
from policy.facts import Finding, RemovalFacts
from policy.grounds import GROUNDS, find
from policy.outcomes import recommended, rest_can_stand, unresolved
from policy.problems import Problem
from policy.terms import EvidenceKind, GroundKey, Outcome, ProblemCode, ReviewStatus, Verdict


@dataclass(frozen=True, slots=True)
class PastCase:
    """What policy looks at in a case. `facts` are the newest of each claim, None where no program looked."""

    filed_at: datetime
    published_at: datetime
    timezone: tzinfo
    by_requester: bool
    """Whether a seller filed it; a notice or a broken settlement is bound by no cut-off and no evidence."""
    claims: tuple[Claim, ...]
    evidence: tuple[Evidence, ...]
    facts: Mapping[GroundKey, RemovalFacts | None]
    governed_by: PolicyDocument


@dataclass(frozen=True, slots=True)
class Recommended:
    """What is recommended and the findings behind it; the outcome is None while something is UNKNOWN."""

    outcome: Outcome | None
    findings: tuple[Finding, ...]


def refusals(case: PastCase, policy: PolicyDocument) -> list[Problem]:
    """Why the case could not have been filed when it was. What other than policy stood in the way is left out."""
    facts = FilingFacts(
        review_status=ReviewStatus.PUBLISHED, first_published_at=case.published_at, timezone=case.timezone
    )
    problems = may_file(facts, case.claims, case.evidence, policy, case.filed_at)
    if case.by_requester:
        return problems
    return [problem for problem in problems if problem.code is ProblemCode.GROUND_NOT_OFFERED]


def recommendation(case: PastCase, policy: PolicyDocument) -> Recommended:
    """Found again from the kept facts, by the grounds as they are now and the policy's parameters."""
    findings = tuple(
        _find(GroundKey(claim.ground), case, policy) for claim in case.claims if claim.ground in policy.removal.offered
    )
    if unresolved(findings):
        return Recommended(None, findings)
    return Recommended(recommended(findings, policy, rest_can_stand=_rest_can_stand(case, findings)), findings)


def refusal_in_words(problems: Sequence[Problem], number: int) -> list[str]:
    return [f"It was taken under version {number}; the draft refuses it.", *(each.detail for each in problems)]


def recommendation_in_words(before: Recommended, after: Recommended) -> list[str]:
    """Why another outcome is recommended: findings that changed, else the outcomes that the grounds carry."""
    told = [f"Recommended would be {_named(after.outcome)} instead of {_named(before.outcome)}."]
    earlier = {finding.ground: finding for finding in before.findings}
    changed = [
        finding
        for finding in after.findings
        if finding.ground not in earlier or earlier[finding.ground].verdict is not finding.verdict
    ]
    for finding in changed:
        was = f" instead of {_held(earlier[finding.ground])}" if finding.ground in earlier else ""
        told.append(f'"{_name(finding.ground)}" is {_held(finding)}{was}: {finding.explanation}')
    offered = {finding.ground for finding in after.findings}
    told += [f'The draft does not offer "{_name(ground)}".' for ground in earlier if ground not in offered]
    if len(told) == 1:
        met = [_name(finding.ground) for finding in after.findings if finding.verdict is Verdict.MET]
        told.append(f"The findings are the same; the draft gives another outcome to: {', '.join(met)}.")
    return told


def approval_in_words(*, after: bool) -> str:
    if after:
        return "A lead would have to approve the decision before it takes effect."
    return "The decision would take effect without a lead's approval."


def _find(ground: GroundKey, case: PastCase, policy: PolicyDocument) -> Finding:
    facts = case.facts.get(ground)
    if facts is None:
        nobody = "No program has looked at this yet."
        return Finding(ground, GROUNDS[ground].revision, Verdict.UNKNOWN, 0.0, nobody)
    return find(ground, facts, policy.removal.grounds[ground].parameters)


def _rest_can_stand(case: PastCase, findings: Sequence[Finding]) -> bool:
    """As the desk asks: whether words are left once the passages of grounds that hide words are hidden."""
    for finding in findings:
        facts = case.facts.get(finding.ground)
        if facts is None or finding.verdict is not Verdict.MET:
            continue
        if GROUNDS[finding.ground].outcome is not Outcome.REDACT:
            continue
        spans = [
            (each.start, each.end)
            for each in finding.references
            if each.kind is EvidenceKind.REVIEW and each.start is not None and each.end is not None
        ]
        if not rest_can_stand(facts.comment, spans):
            return False
    return True


def _named(outcome: Outcome | None) -> str:
    return f'"{outcome.value}"' if outcome else "nothing before an agent has looked"


def _held(finding: Finding) -> str:
    return {Verdict.MET: "met", Verdict.NOT_MET: "not met", Verdict.UNKNOWN: "unknown"}[finding.verdict]


def _name(ground: GroundKey) -> str:
    return GROUNDS[ground].text.name
