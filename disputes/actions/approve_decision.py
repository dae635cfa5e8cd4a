"""A lead agrees to a held decision, and only now it takes effect."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.deciding.effects import take_effect
from disputes.deciding.held import held_decision
from disputes.models import Approval, Decision, RemovalRequest
from disputes.progress import lock_case
from disputes.refusals import LONGEST_TEXT, UnableToAct, conflict, invalid, version_problems
from policy.terms import Outcome
from tenants.models import Member, Tenant


class UnableToApprove(UnableToAct):
    """Nothing is held, or the words it was about have changed."""


@transaction.atomic
def approve_decision(
    *,
    tenant: Tenant,
    by: Member | None,
    request: RemovalRequest,
    version: int | None,
    now: datetime,
    reason: str = "",
) -> Decision:
    """The decision, in effect: review, statements and letters as of `now`.

    Raises NotThere, NotPermitted (no lead, on one side of the case); UnableToAct with `conflict` where
    nothing is held, `same_agent` for the decider; UnableToApprove with `stale_version`, or `conflict` where
    the comment was edited.
    """
    case = lock_case(request.pk, tenant=tenant, now=now)
    decision = held_decision(case, by, tenant=tenant)
    problems = version_problems(version, case.version)
    if len(reason) > LONGEST_TEXT:
        problems.append(invalid("/reason", f"At most {LONGEST_TEXT} characters."))
    if decision.outcome == Outcome.REDACT and decision.facts["comment"] != case.review.comment:
        problems.append(conflict("The author has edited the comment since. Please send the decision back."))
    if problems:
        raise UnableToApprove(*problems)
    Approval.objects.create(tenant=tenant, decision=decision, approved=True, reason=reason.strip(), by=by, at=now)
    record_entry(tenant=tenant, by=by, action="decision.approved", subject=decision, now=now)
    take_effect(decision, case=case, tenant=tenant, by=by, now=now)
    return decision
