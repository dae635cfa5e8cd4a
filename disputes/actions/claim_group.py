"""An agent takes every case of a group that is free, to decide them together or one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from disputes.grouping.lacking import LeftOut
from disputes.models import OPEN, GroupCase, RemovalRequest
from disputes.permissions import check_may_work_on, check_may_work_on_group
from disputes.progress import lease, lock_case
from disputes.queries import cases_of_group
from disputes.refusals import UnableToAct, coded, conflict
from disputes.workers import closed_problems, held_by_another
from policy.problems import Problem
from tenants.models import Member, Tenant


class UnableToClaimGroup(UnableToAct):
    """No case of it is free."""


@dataclass(frozen=True, slots=True)
class Claimed:
    cases: list[RemovalRequest]
    left_out: list[LeftOut]


@transaction.atomic
def claim_group(*, tenant: Tenant, by: Member | None, group: GroupCase, now: datetime) -> Claimed:
    """The cases that `by` holds now, as `claim_request` gives them, and those that somebody else works on.

    Raises NotThere, NotPermitted; UnableToClaimGroup with `already_claimed` or `conflict` for each case at /cases/<id>.
    """
    check_may_work_on_group(by, group)
    open_ones = cases_of_group(group).filter(status__in=[status.value for status in OPEN])
    claimed: list[RemovalRequest] = []
    left_out: list[LeftOut] = []
    problems: list[Problem] = []
    # Always in the same order, so that two agents wait for one another and never in a ring.
    for case_id in sorted(open_ones.values_list("pk", flat=True)):
        case = lock_case(case_id, tenant=tenant, now=now)
        check_may_work_on(by, case)
        taken = closed_problems(case, tenant=tenant) or held_by_another(case, by, tenant=tenant, now=now)
        if not taken:
            lease(case, by, tenant=tenant, now=now)
            claimed.append(case)
            continue
        left_out.append(LeftOut(case.review, taken[0].detail))
        order = case.review.order.external_id
        problems += [coded(each.code, f"Order {order}: {each.detail}", f"/cases/{case.pk}") for each in taken]
    if not claimed:
        raise UnableToClaimGroup(*(problems or [conflict("No case of this group is open.")]))
    return Claimed(claimed, left_out)
