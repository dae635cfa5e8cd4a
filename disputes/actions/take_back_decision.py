"""An agent takes back what they have just decided: the case is theirs again, and nothing has happened."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from disputes.deciding.grace import check_may_take_back, give_back
from disputes.models import PreparedDecision, RemovalRequest
from disputes.permissions import check_may_work_on
from disputes.progress import lock_case
from disputes.queries import waiting_decision
from disputes.refusals import UnableToAct, conflict
from tenants.models import Member, Tenant


class UnableToTakeBack(UnableToAct):
    """It was decided together with other cases."""


@transaction.atomic
def take_back_decision(
    *, tenant: Tenant, by: Member | None, request: RemovalRequest, now: datetime
) -> PreparedDecision:
    """What had been prepared, with its words; it waits no more and `by` holds the case.

    Until a worker takes it up it can be taken back, be it a little late. Raises NotThere, NotPermitted (somebody
    else decided); UnableToAct with `conflict` where it is in effect or nothing waits; UnableToTakeBack with `conflict`
    where it belongs to a decision of a group.
    """
    case = lock_case(request.pk, tenant=tenant, now=now)
    check_may_work_on(by, case)
    row = waiting_decision(case)
    check_may_take_back(case, row, by, tenant=tenant)
    if row.group_id is not None:
        detail = "You decided this together with other cases of its group. Take them back on the group's page."
        raise UnableToTakeBack(conflict(detail))
    give_back(case, row, tenant=tenant, now=now)
    return row
