"""The decision of a case that waits for a lead: who may answer it, and how it takes effect."""

from __future__ import annotations

from datetime import datetime

from audit.actions.record_entry import record_entry
from disputes.deciding.effects import take_effect
from disputes.models import Approval, Decision, RemovalRequest
from disputes.permissions import check_may_approve
from disputes.refusals import LONGEST_TEXT, UnableToAct, coded, conflict, invalid, version_problems
from disputes.workers import closed_problems
from policy.problems import Problem
from policy.terms import Outcome, RequestStatus
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


def approval_problems(case: RemovalRequest, decision: Decision, *, version: int | None, reason: str) -> list[Problem]:
    """Why it cannot be approved by somebody who saw that version: it is stale, or the comment was edited."""
    problems = version_problems(version, case.version)
    if len(reason) > LONGEST_TEXT:
        problems.append(invalid("/reason", f"At most {LONGEST_TEXT} characters."))
    if decision.outcome == Outcome.REDACT and decision.facts["comment"] != case.review.comment:
        problems.append(conflict("The author has edited the comment since. Please send the decision back."))
    return problems


def approve_held(
    decision: Decision, *, case: RemovalRequest, tenant: Tenant, by: Member, reason: str, now: datetime
) -> None:
    """The lead's answer, and the effect; the caller holds the case's lock and has looked whether it may stand."""
    Approval.objects.create(tenant=tenant, decision=decision, approved=True, reason=reason.strip(), by=by, at=now)
    record_entry(tenant=tenant, by=by, action="decision.approved", subject=decision, now=now)
    take_effect(decision, case=case, tenant=tenant, by=by, now=now)
