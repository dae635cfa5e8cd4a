"""An agent has the programs look at a case again, such as after one of them failed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.models import RemovalRequest
from disputes.permissions import check_may_work_on
from disputes.progress import keep_case, lock_case
from disputes.refusals import UnableToAct
from disputes.tasks import gather_findings
from disputes.workers import closed_problems, held_by_another
from tenants.models import Member, Tenant
from tenants.nudge import nudge


class UnableToLookAgain(UnableToAct):
    """The case is closed, or a colleague works on it."""


@transaction.atomic
def ask_to_look_again(*, tenant: Tenant, by: Member | None, request: RemovalRequest, now: datetime) -> RemovalRequest:
    """The case; a worker looks at all of its claims within seconds. Nothing that was found before is lost.

    Raises NotThere, NotPermitted, UnableToLookAgain (`conflict`, `already_claimed`).
    """
    case = lock_case(request.pk, tenant=tenant, now=now)
    check_may_work_on(by, case)
    if problems := closed_problems(case, tenant=tenant) or held_by_another(case, by, tenant=tenant, now=now):
        raise UnableToLookAgain(*problems)
    keep_case(case, bump=False, look_again_asked_at=now)
    record_entry(tenant=tenant, by=by, action="request.look_again_asked", subject=case, now=now)
    nudge(gather_findings, tenant_id=str(tenant.pk), request_id=str(case.pk))
    return case
