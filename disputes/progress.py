"""Where a case stands: locks it, lets deadlines that have passed take effect, moves it along its lifecycle.

The clock decides, not the sweep: whoever locks a case sees it as the moment makes it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from audit.actions.record_entry import record_entry
from disputes.models import Appeal, RemovalRequest
from disputes.queue.marks import marks_follow
from disputes.refusals import UnableToAct, not_in_lifecycle
from policy.lifecycle import APPEAL, REQUEST, MoveRefused, move
from policy.terms import AppealStatus, RequestStatus
from tenants.models import Member, Tenant
from wire.joins import joined_as_written
from wire.refusals import NotThere

LEASE = timedelta(minutes=15)

RELATED = (
    "review__order__offer",
    "review__order__seller",
    "review__buyer",
    "seller",
    "filed_by",
    "claimed_by",
    "policy_version",
)


def lock_case(case_id: UUID, *, tenant: Tenant, now: datetime) -> RemovalRequest:
    """The case, held until the transaction ends, as it stands at `now`."""
    held = RemovalRequest.objects.select_for_update(of=("self",)).filter(pk=case_id)
    if held.first() is None:
        raise NotThere
    # Read again under the lock, so that the review is as new as the case.
    with joined_as_written():
        case = RemovalRequest.objects.select_related(*RELATED).get(pk=case_id)
    apply_deadline(case, tenant=tenant, now=now)
    return case


def deadline_passed(case: RemovalRequest, now: datetime) -> bool:
    """Whether the case waits for somebody whose time is over."""
    due = {
        RequestStatus.AWAITING_BUYER: case.buyer_reply_due_at,
        RequestStatus.MORE_INFORMATION: case.more_information_due_at,
    }.get(RequestStatus(case.status))
    return due is not None and now >= due


def apply_deadline(case: RemovalRequest, *, tenant: Tenant, now: datetime) -> bool:
    """Let a passed deadline move the case to its agents; whether it did. The caller holds the lock."""
    if not deadline_passed(case, now):
        return False
    move_case(
        case,
        RequestStatus.IN_REVIEW,
        tenant=tenant,
        by=None,
        now=now,
        action="request.deadline_passed",
        bump=False,
    )
    return True


def move_case(
    case: RemovalRequest,
    to: RequestStatus,
    *,
    tenant: Tenant,
    by: Member | None,
    now: datetime,
    action: str,
    bump: bool = True,
    data: dict[str, Any] | None = None,
    **changes: Any,
) -> None:
    """Move, keep, record. `bump`: whether somebody who saw the case before must look again."""
    old = RequestStatus(case.status)
    try:
        case.status = move(REQUEST, old, to)
    except MoveRefused as error:
        raise UnableToAct(not_in_lifecycle(error)) from None
    keep_case(case, bump=bump, status=to, **changes)
    states = {"status": [old.value, to.value]}
    record_entry(tenant=tenant, by=by, action=action, subject=case, now=now, data={**states, **(data or {})})


def keep_case(case: RemovalRequest, *, bump: bool, **changes: Any) -> None:
    if bump:
        changes["version"] = case.version + 1
    for name, value in changes.items():
        setattr(case, name, value)
    case.save(update_fields=list(changes))
    marks_follow(case, set(changes))


FREE = {"claimed_by": None, "claimed_until": None}


def holder(thing: RemovalRequest | Appeal, now: datetime) -> Member | None:
    """Who works on a case or an appeal; an ended lease is nobody's."""
    if thing.claimed_by_id is None or thing.claimed_until is None or thing.claimed_until <= now:
        return None
    return thing.claimed_by


def lease(case: RemovalRequest, by: Member, *, tenant: Tenant, now: datetime) -> None:
    """`by` works on the case from now on, or for longer; the caller holds its lock and knows that it is free."""
    renewed = holder(case, now) is not None
    keep_case(case, bump=False, claimed_by=by, claimed_until=now + LEASE)
    if not renewed:
        record_entry(tenant=tenant, by=by, action="request.claimed", subject=case, now=now)


def lock_appeal(appeal_id: UUID) -> Appeal:
    """The appeal, held until the transaction ends. Its case is locked before it."""
    held = Appeal.objects.select_for_update(of=("self",)).filter(pk=appeal_id)
    if held.first() is None:
        raise NotThere
    return Appeal.objects.select_related("decision", "lodged_by", "claimed_by", "decided_by").get(pk=appeal_id)


def move_appeal(
    appeal: Appeal,
    to: AppealStatus,
    *,
    tenant: Tenant,
    by: Member,
    now: datetime,
    bump: bool = True,
    **changes: Any,
) -> None:
    old = AppealStatus(appeal.status)
    try:
        appeal.status = move(APPEAL, old, to)
    except MoveRefused as error:
        raise UnableToAct(not_in_lifecycle(error)) from None
    changes |= {"status": to, "version": appeal.version + bump}
    for name, value in changes.items():
        setattr(appeal, name, value)
    appeal.save(update_fields=list(changes))
    data = {"status": [old.value, to.value]}
    record_entry(tenant=tenant, by=by, action=f"appeal.{to.value}", subject=appeal, now=now, data=data)
