"""A lead agrees to held decisions of a group at once: all of them take effect, or none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.deciding.held import approval_problems, approve_held, held_decision
from disputes.deciding.together import asked_for, of_case
from disputes.models import Decision, GroupCase, RemovalRequest
from disputes.permissions import check_may_approve_in_group
from disputes.progress import lock_case
from disputes.refusals import UnableToAct, invalid
from tenants.models import Member, Tenant
from wire.refusals import Refused


class UnableToApproveGroup(UnableToAct):
    """One of the decisions cannot be approved; none was."""


@transaction.atomic
def approve_group(
    *,
    tenant: Tenant,
    by: Member | None,
    group: GroupCase,
    versions: Mapping[str, int | None],
    now: datetime,
    reason: str = "",
) -> list[Decision]:
    """The held decisions of the cases in `versions` (id: the version that `by` has seen), in effect as of `now`.

    Raises NotThere, NotPermitted (no lead, or on one side of a case); UnableToApproveGroup with what
    `approve_decision` refuses, at /cases/<id>, or `validation_failed` at /cases where none is given.
    """
    check_may_approve_in_group(by, group)
    if not versions:
        raise UnableToApproveGroup(invalid("/cases", "No held decision of this group is yours to approve."))
    seen, known, problems = asked_for(group, versions)
    held: list[tuple[RemovalRequest, Decision]] = []
    for case_id in known:
        case = lock_case(case_id, tenant=tenant, now=now)
        try:
            decision = held_decision(case, by, tenant=tenant)
        except Refused as refusal:
            problems += of_case(case, refusal.problems)
            continue
        problems += of_case(case, approval_problems(case, decision, version=seen[case_id][1], reason=reason))
        held.append((case, decision))
    if problems:
        raise UnableToApproveGroup(*problems)
    for case, decision in held:
        try:
            approve_held(decision, case=case, tenant=tenant, by=by, reason=reason, now=now)
        except Refused as refusal:
            raise UnableToApproveGroup(*of_case(case, refusal.problems)) from None
    decisions = [decision for _, decision in held]
    data = {"decisions": [str(each.pk) for each in decisions]}
    record_entry(tenant=tenant, by=by, action="group.approved", subject=group, now=now, data=data)
    return decisions
