"""An agent gives a case back before the lease ends."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.models import RemovalRequest
from disputes.permissions import check_may_work_on
from disputes.progress import FREE, keep_case, lock_case
from disputes.refusals import UnableToAct
from disputes.workers import claim_problems
from tenants.models import Member, Tenant


class UnableToReleaseRequest(UnableToAct):
    """It is not theirs to give back."""


@transaction.atomic
def release_request(*, tenant: Tenant, by: Member | None, request: RemovalRequest, now: datetime) -> RemovalRequest:
    """The case, free for others.

    Raises NotThere, NotPermitted, UnableToReleaseRequest (`not_claimed`, `already_claimed`, `conflict`).
    """
    case = lock_case(request.pk, tenant=tenant, now=now)
    check_may_work_on(by, case)
    if problems := claim_problems(case, by, tenant=tenant, now=now):
        raise UnableToReleaseRequest(*problems)
    keep_case(case, bump=False, **FREE)
    record_entry(tenant=tenant, by=by, action="request.released", subject=case, now=now)
    return case
