"""The decision of a case that waits for a lead, and who may answer it."""

from __future__ import annotations

from disputes.models import Decision, RemovalRequest
from disputes.permissions import check_may_approve
from disputes.refusals import UnableToAct, coded, conflict
from disputes.workers import closed_problems
from policy.terms import RequestStatus
from tenants.models import Member, Tenant


def held_decision(case: RemovalRequest, by: Member | None, *, tenant: Tenant) -> Decision:
    """The one that waits; raise NotThere, NotPermitted, or UnableToAct (`conflict`, `same_agent`)."""
    check_may_approve(by, case)
    if case.status != RequestStatus.AWAITING_APPROVAL:
        nothing = [conflict("No decision of this case waits for approval.")]
        raise UnableToAct(*(closed_problems(case, tenant=tenant) or nothing))
    decision = (
        Decision.objects.filter(request=case, held=True)
        .select_related("decided_by", "policy_version")
        .order_by("decided_at", "id")
        .last()
    )
    if decision.decided_by_id == by.pk:
        raise UnableToAct(coded("same_agent", "You decided this yourself, so another lead must approve it."))
    return decision
