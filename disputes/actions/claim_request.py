"""An agent takes a case to work on it alone for a while; claiming again renews the lease."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from disputes.models import RemovalRequest
from disputes.permissions import check_may_work_on
from disputes.progress import lease, lock_case
from disputes.refusals import UnableToAct
from disputes.workers import closed_problems, held_by_another
from tenants.models import Member, Tenant


class UnableToClaimRequest(UnableToAct):
    """Somebody else works on it, or it is closed."""


@transaction.atomic
def claim_request(*, tenant: Tenant, by: Member | None, request: RemovalRequest, now: datetime) -> RemovalRequest:
    """The case, held by `by` until `claimed_until`. A case that still waits for a reply may be claimed.

    Raises NotThere, NotPermitted (no agent, or on one side of the case); UnableToClaimRequest with
    `already_claimed` or, where it is closed, `conflict`.
    """
    case = lock_case(request.pk, tenant=tenant, now=now)
    check_may_work_on(by, case)
    if problems := closed_problems(case, tenant=tenant) or held_by_another(case, by, tenant=tenant, now=now):
        raise UnableToClaimRequest(*problems)
    lease(case, by, tenant=tenant, now=now)
    return case
