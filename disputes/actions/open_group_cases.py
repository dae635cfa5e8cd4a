"""An agent has cases opened for the reviews of a group that have none, so that all of them can be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.grouping.lacking import CLAIMED, LeftOut, lacking_of
from disputes.grouping.locking import lock_group
from disputes.grouping.stating import pieces_for, statement_of
from disputes.intake.opening import OpenedAlready, open_case
from disputes.models import GroupCase, Origin, RemovalRequest
from disputes.permissions import check_may_work_on_group
from disputes.queries import cases_by_review, cases_of_group, first_case_of, members_of
from disputes.refusals import UnableToAct, conflict
from disputes.tasks import deliver_letters, gather_findings
from policy.filing import Claim
from policy.time_limits import cutoff
from tenants.models import Member, Tenant
from tenants.nudge import nudge
from tenants.queries import policy_in_force


class UnableToOpenGroupCases(UnableToAct):
    """There is no review in it for which a case could be opened."""


@dataclass(frozen=True, slots=True)
class Opened:
    cases: list[RemovalRequest]
    left_out: list[LeftOut]


@transaction.atomic
def open_group_cases(*, tenant: Tenant, by: Member | None, group: GroupCase, now: datetime) -> Opened:
    """The new cases, under the policy in force at `now`, and the reviews that were left out with the reason.

    Each author is invited to reply before anything is decided. They are in the name of whoever filed the group's first
    case, who requested none of them: none counts against the seller. Raises NotThere, NotPermitted;
    UnableToOpenGroupCases with a `conflict` for each review at /reviews/<id>.
    """
    check_may_work_on_group(by, group)
    group = lock_group(group)
    version = policy_in_force(at=now)
    members, cases = members_of(group), cases_by_review(cases_of_group(group))
    lacking = lacking_of(members, cases, version=version, tenant=tenant, now=now)
    first, size = first_case_of(group), len(members)
    opened, left_out = [], list(lacking.left_out)
    for review in lacking.can:
        try:
            case = open_case(
                tenant=tenant,
                by=by,
                filed_by=first.filed_by,
                review=review,
                claims=[Claim(CLAIMED, statement_of(size))],
                pieces=pieces_for(first, review),
                version=version,
                cutoff_at=cutoff(review.published_at, version.policy, tenant.zone).ends_at,
                now=now,
                origin=Origin.GROUP,
            )
        except OpenedAlready:
            left_out.append(LeftOut(review, "It has an open case already."))
        else:
            opened.append(case)
    if not opened:
        raise UnableToOpenGroupCases(
            *(
                conflict(f"Order {each.review.order.external_id}: {each.why}", f"/reviews/{each.review.pk}")
                for each in left_out
            )
        )
    data = {"cases": [str(case.pk) for case in opened]}
    record_entry(tenant=tenant, by=by, action="group.cases_opened", subject=group, now=now, data=data)
    nudge(deliver_letters, tenant_id=str(tenant.pk))
    for case in opened:
        nudge(gather_findings, tenant_id=str(tenant.pk), request_id=str(case.pk))
    return Opened(opened, left_out)
