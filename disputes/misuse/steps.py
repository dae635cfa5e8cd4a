"""Where a step against misuse stands: locks it, lets the clock end it, moves it along.

The clock decides, not the sweep: whoever locks a step sees it as the moment makes it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from audit.actions.record_entry import record_entry
from disputes.models import MisuseStep
from disputes.queries import status_at
from disputes.refusals import UnableToAct, conflict, moment, not_in_lifecycle, text_problems, version_problems
from policy.lifecycle import SUSPENSION, MoveRefused, move
from policy.misuse import caution_ends_at, suspension_ends_at
from policy.problems import Problem
from policy.terms import MisuseKind, MisuseSubject, SuspensionStatus
from tenants.actions.suspend_reviews import suspend_reviews
from tenants.models import Member, Tenant
from wire.refusals import NotThere

RELATED = ("seller", "member", "policy_version", "confirmed_by", "closed_by")


def lock_step(step_id: UUID, *, tenant: Tenant, now: datetime) -> MisuseStep:
    """The step, held until the transaction ends, as it stands at `now`."""
    held = MisuseStep.objects.select_for_update(of=("self",)).filter(pk=step_id)
    if held.first() is None:
        raise NotThere
    step = MisuseStep.objects.select_related(*RELATED).get(pk=step_id)
    end_if_over(step, tenant=tenant, now=now)
    return step


def end_if_over(step: MisuseStep, *, tenant: Tenant, now: datetime) -> bool:
    """Let a step whose time is over end; whether it did. The caller holds the lock."""
    if step.status != SuspensionStatus.ACTIVE or status_at(step, now) is not SuspensionStatus.ENDED:
        return False
    move_step(step, SuspensionStatus.ENDED, tenant=tenant, by=None, now=now, closed_at=step.ends_at)
    return True


def move_step(
    step: MisuseStep,
    to: SuspensionStatus,
    *,
    tenant: Tenant,
    by: Member | None,
    now: datetime,
    data: dict[str, Any] | None = None,
    **changes: Any,
) -> None:
    """Move, keep, record; and let a buyer's right to leave reviews go or come back with it."""
    old = SuspensionStatus(step.status)
    try:
        changes["status"] = move(SUSPENSION, old, to)
    except MoveRefused as error:
        raise UnableToAct(not_in_lifecycle(error)) from None
    changes["version"] = step.version + 1
    for name, value in changes.items():
        setattr(step, name, value)
    step.save(update_fields=list(changes))
    data = {"status": [old.value, to.value], "kind": step.kind, "subject": step.subject, **(data or {})}
    record_entry(tenant=tenant, by=by, action=f"misuse.{to.value}", subject=step, now=now, data=data)
    takes_reviews = step.subject == MisuseSubject.BUYER and step.kind == MisuseKind.SUSPENSION
    if takes_reviews and SuspensionStatus.ACTIVE in (old, to):
        until = step.ends_at if to is SuspensionStatus.ACTIVE else None
        suspend_reviews(tenant=tenant, member=step.member, until=until)


def moving_problems(
    step: MisuseStep, wanted: SuspensionStatus, version: int | None, reason: str, *, tenant: Tenant
) -> list[Problem]:
    """Why the step cannot be moved there now, by somebody who saw that version and gives that reason."""
    if wanted not in SUSPENSION.next_of(SuspensionStatus(step.status)):
        return [conflict(_what_happened(step, tenant))]
    words = text_problems(reason, "/reason", "Please give the reason; it is kept, and read by whom it is about.")
    return version_problems(version, step.version) + words


def ends_at(step: MisuseStep, confirmed_at: datetime) -> datetime:
    """When the clock ends the step if it is confirmed at that moment."""
    policy = step.policy_version.policy
    is_caution = step.kind == MisuseKind.CAUTION
    return caution_ends_at(confirmed_at, policy) if is_caution else suspension_ends_at(confirmed_at, policy)


def _what_happened(step: MisuseStep, tenant: Tenant) -> str:
    match SuspensionStatus(step.status):
        case SuspensionStatus.PROPOSED:
            return f"This {step.kind} is only proposed; it can be confirmed or dismissed."
        case SuspensionStatus.ACTIVE:
            return f"{step.confirmed_by} confirmed this {step.kind} on {moment(step.confirmed_at, tenant)}."
        case SuspensionStatus.ENDED:
            return f"This {step.kind} ended by itself on {moment(step.ends_at, tenant)}."
        case _:
            return (
                f"{step.closed_by or 'An appeal'} {step.status} this {step.kind} on {moment(step.closed_at, tenant)}."
            )
