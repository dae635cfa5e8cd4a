"""A lead does not agree to a held decision: the case goes back to the agents, with the reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from disputes.deciding.held import held_decision
from disputes.models import Approval, Decision, RemovalRequest
from disputes.progress import FREE, lock_case, move_case
from disputes.refusals import UnableToAct, text_problems, version_problems
from policy.terms import RequestStatus
from policy.time_limits import deciding
from tenants.models import Member, Tenant


class UnableToSendBack(UnableToAct):
    """Nothing is held, or no reason is given."""


@transaction.atomic
def send_back_decision(
    *,
    tenant: Tenant,
    by: Member | None,
    request: RemovalRequest,
    version: int | None,
    reason: str,
    now: datetime,
) -> Decision:
    """The decision that never took effect; the case is in review again, free, and due anew.

    Raises NotThere, NotPermitted; UnableToAct with `conflict` where nothing is held, `same_agent` for the
    decider; UnableToSendBack with `stale_version`, `validation_failed` at /reason.
    """
    case = lock_case(request.pk, tenant=tenant, now=now)
    decision = held_decision(case, by, tenant=tenant)
    ask = "Please say why, so that the next agent knows."
    if problems := version_problems(version, case.version) or text_problems(reason, "/reason", ask):
        raise UnableToSendBack(*problems)
    Approval.objects.create(tenant=tenant, decision=decision, approved=False, reason=reason.strip(), by=by, at=now)
    move_case(
        case,
        RequestStatus.IN_REVIEW,
        tenant=tenant,
        by=by,
        now=now,
        action="decision.sent_back",
        data={"decision": str(decision.pk)},
        due_at=deciding(now, case.policy_version.policy).ends_at,
        **FREE,
    )
    return decision
