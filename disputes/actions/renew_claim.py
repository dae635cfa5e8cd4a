"""An agent who still works on a case keeps it for another while."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from disputes.models import RemovalRequest
from disputes.permissions import check_may_work_on
from disputes.progress import LEASE, keep_case, lock_case
from disputes.refusals import UnableToAct
from disputes.workers import claim_problems
from tenants.models import Member, Tenant


class UnableToRenewClaim(UnableToAct):
    """The lease has ended, or somebody else has the case."""


@transaction.atomic
def renew_claim(*, tenant: Tenant, by: Member | None, request: RemovalRequest, now: datetime) -> RemovalRequest:
    """The case with its new `claimed_until`.

    Raises NotThere, NotPermitted, UnableToRenewClaim (`not_claimed`, `already_claimed`, `conflict`).
    """
    case = lock_case(request.pk, tenant=tenant, now=now)
    check_may_work_on(by, case)
    if problems := claim_problems(case, by, tenant=tenant, now=now):
        raise UnableToRenewClaim(*problems)
    keep_case(case, bump=False, claimed_until=now + LEASE)
    return case
