"""An agent decides a case: findings resolved, outcome allowed, reasons given. All or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from disputes.deciding.approval import must_be_approved
from disputes.deciding.effects import take_effect
from disputes.deciding.intent import new_problems, read_decision
from disputes.deciding.record import keep_decision
from disputes.finding.findings import propose
from disputes.models import Decision, RemovalRequest
from disputes.permissions import check_may_work_on
from disputes.progress import FREE, lock_case, move_case
from disputes.refusals import UnableToAct, too_early, version_problems
from disputes.telling.discretion import naming_problems
from disputes.telling.statements import waits_for_in_words
from disputes.workers import claim_problems
from policy.deciding import decision_problems
from policy.terms import RequestStatus
from tenants.models import Member, Tenant


class UnableToDecide(UnableToAct):
    """The case is not theirs, not ready, or the decision cannot stand."""


@transaction.atomic
def decide_request(
    *,
    tenant: Tenant,
    by: Member | None,
    request: RemovalRequest,
    version: int | None,
    outcome: str,
    findings: Mapping[str, str],
    reason: str,
    now: datetime,
    spans: Sequence[Sequence[int]] = (),
    good_faith: bool = True,
    departure_reason: str = "",
) -> Decision:
    """The decision. `decision.held` says that it waits for a lead and has changed nothing yet.

    `findings` maps grounds to "met" or "not_met"; silence agrees with what was proposed. `spans` are
    [start, end) of the comment, in characters. The facts are gathered again and kept with the decision.
    Raises NotThere, NotPermitted; UnableToDecide with `conflict` (closed already: who, when, what),
    `not_claimed`, `already_claimed`, `stale_version`, `too_early`, or `validation_failed` with every field
    that is wrong.
    """
    case = lock_case(request.pk, tenant=tenant, now=now)
    check_may_work_on(by, case)
    problems = claim_problems(case, by, tenant=tenant, now=now) or version_problems(version, case.version)
    if problems:
        raise UnableToDecide(*problems)
    if waiting := waits_for_in_words(case, tenant):
        raise UnableToDecide(too_early(waiting))
    policy = case.policy_version.policy
    proposed = propose(case, list(case.claims.order_by("id")), at=now)
    intended, problems = read_decision(outcome, findings, reason, spans, departure_reason)
    if intended is not None:
        judged = decision_problems(intended, proposed.findings, policy, case.review.comment)
        problems = problems + new_problems(judged, beside=problems)
    problems = [*problems, *naming_problems(case, reason)]
    if problems:
        raise UnableToDecide(*problems)
    held = must_be_approved(intended.outcome, review=case.review, policy=policy, now=now)
    decision = keep_decision(
        intended, proposed, case=case, tenant=tenant, by=by, now=now, good_faith=good_faith, held=held
    )
    if held:
        move_case(
            case,
            RequestStatus.AWAITING_APPROVAL,
            tenant=tenant,
            by=by,
            now=now,
            action="decision.held",
            data={"decision": str(decision.pk), "outcome": decision.outcome},
            **FREE,
        )
    else:
        take_effect(decision, case=case, tenant=tenant, by=by, now=now)
    return decision
