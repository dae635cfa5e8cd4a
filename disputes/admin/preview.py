"""What both sides would read, the author's statement and the requester's notice: the same words, kept nowhere."""

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
    """Each side's sentences and the comment as readers will see it, or what keeps the decision from standing."""
    if wrong := typed.problems():
        return None, wrong
    given = typed.arguments()
    proposed = propose(case, list(case.claims.order_by("id")), at=now)
    intended, problems = read_decision(
        *(given[name] for name in ("outcome", "findings", "reason", "spans", "departure_reason", "criteria"))
    )
    policy = case.policy_version.policy
    if intended is not None:
        rating = {"rated": case.review.rated_criteria, "struck": case.review.struck_criteria or ()}
        problems = problems + decision_problems(intended, proposed.findings, policy, case.review.comment, **rating)
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
        criteria=[criterion.value for criterion in intended.criteria] or None,
        good_faith=typed.good_faith,
        policy_version=case.policy_version,
        decided_at=now,
    )
    shown = redacted(case.review.comment, decision.spans) if intended.outcome is Outcome.REDACT else []
    sides = [
        {
            "key": party.value,
            "to": to,
            "comment": shown,
            **words_of(decision, case=case, party=party, tenant=tenant, now=now),
        }
        for party, to in ((Party.AUTHOR, case.review.buyer), (Party.REQUESTER, case.filed_by))
    ]
    return {"sides": sides, "outcome": decision.outcome}, []
