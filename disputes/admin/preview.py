"""The statement of reasons as the review's author would read it: the same words, kept nowhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from disputes.admin.marking import redacted
from disputes.admin.typed import Typed
from disputes.deciding.intent import read_decision
from disputes.deciding.record import carrying_ground
from disputes.finding.findings import propose
from disputes.models import Decision, RemovalRequest
from disputes.telling.statements import words_of
from policy.deciding import decision_problems, resolved
from policy.terms import Outcome, Party
from tenants.models import Tenant
from wire.admin import told


def preview(
    case: RemovalRequest, typed: Typed, *, tenant: Tenant, now: datetime
) -> tuple[dict[str, Any] | None, list[dict[str, str]]]:
    """The statement's sentences and the comment as readers will see it, or what keeps it from standing."""
    if wrong := typed.problems():
        return None, wrong
    given = typed.arguments()
    proposed = propose(case, list(case.claims.order_by("id")), at=now)
    intended, problems = read_decision(
        given["outcome"], given["findings"], given["reason"], given["spans"], given["departure_reason"]
    )
    policy = case.policy_version.policy
    if intended is not None:
        problems = problems + decision_problems(intended, proposed.findings, policy, case.review.comment)
    if problems or intended is None:
        return None, told(problems)
    findings = resolved(proposed.findings, intended.verdicts)
    decision = Decision(
        tenant=tenant,
        request=case,
        review=case.review,
        outcome=intended.outcome.value,
        findings={each.ground.value: each.verdict.value.lower() for each in findings},
        proposed={each.ground.value: each.to_json() for each in proposed.findings},
        ground=carrying_ground(intended.outcome, findings, policy),
        reason=intended.reason,
        spans=[list(span) for span in intended.spans],
        good_faith=typed.good_faith,
        policy_version=case.policy_version,
        decided_at=now,
    )
    words = words_of(decision, case=case, party=Party.AUTHOR, tenant=tenant, now=now)
    shown = redacted(case.review.comment, decision.spans) if intended.outcome is Outcome.REDACT else []
    return {**words, "comment": shown, "outcome": decision.outcome}, []
