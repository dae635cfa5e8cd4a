"""An agent has read why a decision could not take effect, and needs its words no more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.models import RemovalRequest
from disputes.permissions import check_may_work_on
from disputes.progress import lock_case
from disputes.queries import refused_decisions_of
from disputes.refusals import UnableToAct, conflict
from tenants.models import Member, Tenant


class UnableToPutAway(UnableToAct):
    """Nothing of theirs was refused here."""


@transaction.atomic
def put_away_refusal(*, tenant: Tenant, by: Member | None, request: RemovalRequest, now: datetime) -> RemovalRequest:
    """The case, without it. Raises NotThere, NotPermitted; UnableToPutAway with `conflict`."""
    case = lock_case(request.pk, tenant=tenant, now=now)
    check_may_work_on(by, case)
    gone, _ = refused_decisions_of(by).filter(request=case).delete()
    if not gone:
        raise UnableToPutAway(conflict("There is nothing of yours to put away."))
    record_entry(tenant=tenant, by=by, action="decision.refusal_read", subject=case, now=now)
    return case
