"""Keeps a decision with all that it rests on: policy version, facts, findings as proposed and as resolved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from disputes.finding.facts import to_snapshot
from disputes.finding.findings import Proposed
from disputes.models import Appeal, Decision, JudgedFinding, RemovalRequest
from policy.deciding import IntendedDecision, resolved
from policy.document import PolicyDocument
from policy.facts import Finding
from policy.terms import GroundKey, Outcome, Verdict
from tenants.models import Member, Tenant


def keep_decision(
    intended: IntendedDecision,
    proposed: Proposed,
    *,
    case: RemovalRequest,
    tenant: Tenant,
    by: Member,
    now: datetime,
    good_faith: bool,
    held: bool = False,
    supersedes: Decision | None = None,
    appeal: Appeal | None = None,
) -> Decision:
    findings = resolved(proposed.findings, intended.verdicts)
    decision = Decision.objects.create(
        tenant=tenant,
        request=case,
        review=case.review,
        outcome=intended.outcome,
        findings={each.ground.value: each.verdict.value.lower() for each in findings},
        proposed={each.ground.value: each.to_json() for each in proposed.findings},
        ground=carrying_ground(intended.outcome, findings, case.policy_version.policy),
        reason=intended.reason,
        departure_reason=intended.departure_reason,
        spans=[list(span) for span in intended.spans],
        criteria=[criterion.value for criterion in intended.criteria] or None,
        good_faith=good_faith,
        policy_version=case.policy_version,
        facts=to_snapshot(proposed.facts),
        decided_by=by,
        decided_at=now,
        held=held,
        supersedes=supersedes,
        appeal=appeal,
    )
    JudgedFinding.objects.bulk_create(_judged(decision, proposed, findings))
    return decision


def _judged(decision: Decision, proposed: Proposed, answers: tuple[Finding, ...]) -> Iterator[JudgedFinding]:
    """What was proposed for each ground beside what was answered; a claim that nobody resolved gives no label."""
    answered = {each.ground: each.verdict for each in answers}
    for each in proposed.findings:
        if answered[each.ground] is not Verdict.UNKNOWN:
            yield JudgedFinding(
                tenant_id=decision.tenant_id,
                decision=decision,
                ground=each.ground,
                gatherer=proposed.gatherers[each.ground],
                revision=each.revision,
                proposed=each.verdict,
                confidence=each.confidence,
                answer=answered[each.ground],
                decided_at=decision.decided_at,
            )


def carrying_ground(outcome: Outcome, findings: tuple[Finding, ...], policy: PolicyDocument) -> GroundKey | str:
    """The met ground that carries the outcome: one that recommends it before one that only allows it."""
    grounds = policy.removal.grounds
    allowing = [
        each.ground for each in findings if each.verdict is Verdict.MET and outcome in grounds[each.ground].outcomes
    ]
    return min(allowing, key=lambda key: grounds[key].outcome is not outcome, default="")
