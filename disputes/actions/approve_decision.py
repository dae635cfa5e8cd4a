"""A lead agrees to a held decision, and only now it takes effect."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from disputes.deciding.held import approval_problems, approve_held, held_decision
from disputes.models import Decision, RemovalRequest
from disputes.progress import lock_case
from disputes.refusals import UnableToAct
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
    if problems := approval_problems(case, decision, version=version, reason=reason):
        raise UnableToApprove(*problems)
    approve_held(decision, case=case, tenant=tenant, by=by, reason=reason, now=now)
    return decision
