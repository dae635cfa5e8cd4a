"""A lead agrees to held decisions of a group at once: all of them take effect, or none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.deciding.held import approval_problems, approve_held, held_decision
from disputes.deciding.together import of_case
from disputes.models import Decision, GroupCase, RemovalRequest
from disputes.permissions import check_may_approve_in_group
from disputes.progress import lock_case
from disputes.queries import cases_of_group
from disputes.refusals import UnableToAct, conflict, invalid
from tenants.models import Member, Tenant
from wire.ids import read_id
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
    seen = {read_id(str(key)): (key, version) for key, version in versions.items()}
    known = set(cases_of_group(group).filter(pk__in=list(seen)).values_list("pk", flat=True))
    problems = [
        conflict("There is no such case in this group.", f"/cases/{key}")
        for case_id, (key, _) in seen.items()
        if case_id not in known
    ]
    held: list[tuple[RemovalRequest, Decision]] = []
    # Always in the same order, so that two leads wait for one another and never in a ring.
    for case_id in sorted(known):
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
