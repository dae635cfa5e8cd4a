"""An agent takes back what they have just decided in several cases of a group."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from disputes.deciding.grace import check_may_take_back, give_back
from disputes.models import GroupCase, PreparedDecision
from disputes.permissions import check_may_work_on, check_may_work_on_group
from disputes.progress import lock_case
from disputes.queries import waiting_decision, waiting_decisions
from disputes.refusals import UnableToAct, conflict
from tenants.models import Member, Tenant


class UnableToTakeBackGroup(UnableToAct):
    """Nothing of theirs waits in this group."""


@transaction.atomic
def take_back_group_decision(
    *, tenant: Tenant, by: Member | None, group: GroupCase, now: datetime
) -> list[PreparedDecision]:
    """All that `by` had prepared in the group, with its words; they hold these cases again.

    Raises NotThere, NotPermitted; UnableToTakeBackGroup with `conflict` where it is in effect or nothing waits;
    UnableToAct where one of the cases was closed.
    """
    check_may_work_on_group(by, group)
    theirs = waiting_decisions().filter(group=group, by=by)
    taken = []
    # Always in the same order, so that two agents wait for one another and never in a ring.
    for case_id in sorted(theirs.values_list("request_id", flat=True)):
        case = lock_case(case_id, tenant=tenant, now=now)
        check_may_work_on(by, case)
        row = waiting_decision(case)
        # A worker may have taken it up while we waited for the lock.
        if row is not None:
            check_may_take_back(case, row, by, tenant=tenant)
            give_back(case, row, tenant=tenant, now=now)
            taken.append(row)
    if not taken:
        raise UnableToTakeBackGroup(conflict("Nothing that you decided in this group waits to take effect."))
    return taken
