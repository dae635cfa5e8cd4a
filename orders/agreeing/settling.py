"""Where a settlement stands: locks it, lets deadlines that have passed take effect, moves it along its lifecycle.

The clock decides, not the sweep: `status_at` is what holds, whatever the row still says.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from audit.actions.record_entry import record_entry
from orders.models import RUNNING, Order, Settlement
from orders.queries import review_of
from orders.telling.sides import tell_settlement
from policy.lifecycle import SETTLEMENT, move
from policy.problems import Problem
from policy.saying import say
from policy.settlements import due_status
from policy.terms import ProblemCode, ReviewStatus, SettlementStatus
from tenants.models import Member, Tenant
from wire.refusals import NotThere

RELATED = ("order__buyer", "order__seller", "proposed_by")
_CHANGED = {
    SettlementStatus.PROPOSED: say(
        "This settlement has changed since you opened it: it is now proposed. Please look again."
    ),
    SettlementStatus.ACCEPTED: say(
        "This settlement has changed since you opened it: it is now accepted. Please look again."
    ),
    SettlementStatus.PERFORMED: say(
        "This settlement has changed since you opened it: it is now performed. Please look again."
    ),
    SettlementStatus.HONOURED: say(
        "This settlement has changed since you opened it: it is now honoured. Please look again."
    ),
    SettlementStatus.BREACHED: say(
        "This settlement has changed since you opened it: it is now breached. Please look again."
    ),
    SettlementStatus.DECLINED: say(
        "This settlement has changed since you opened it: it is now declined. Please look again."
    ),
    SettlementStatus.EXPIRED: say(
        "This settlement has changed since you opened it: it is now expired. Please look again."
    ),
    SettlementStatus.WITHDRAWN: say(
        "This settlement has changed since you opened it: it is now withdrawn. Please look again."
    ),
    SettlementStatus.FAILED: say(
        "This settlement has changed since you opened it: it is now failed. Please look again."
    ),
}


def lock_settlement(settlement_id: UUID) -> Settlement:
    """The settlement, held until the transaction ends. Raises NotThere."""
    held = Settlement.objects.select_for_update(of=("self",), no_key=True).filter(pk=settlement_id)
    if held.first() is None:
        raise NotThere
    # Read again under the lock, so that order and review are as new as the settlement.
    return Settlement.objects.select_related(*RELATED).get(pk=settlement_id)


def lock_running(order: Order, *, tenant: Tenant, now: datetime, stands: bool | None = None) -> Settlement | None:
    """The order's settlement that still runs at `now`, held; None where none does. Deadlines take effect."""
    found = Settlement.objects.filter(order=order, status__in=RUNNING).first()
    if found is None:
        return None
    settlement = lock_settlement(found.pk)
    apply_deadline(settlement, tenant=tenant, now=now, stands=stands)
    return settlement if settlement.status in RUNNING else None


def review_stands(order: Order) -> bool:
    """Whether there is published feedback that its author could withdraw."""
    review = review_of(order)
    return review is not None and review.status == ReviewStatus.PUBLISHED


def status_at(settlement: Settlement, now: datetime, *, stands: bool | None = None) -> SettlementStatus:
    """Where it stands at `now`, whether or not the sweep came by. `stands`: whether the feedback does."""
    status = SettlementStatus(settlement.status)
    if status is SettlementStatus.PERFORMED and stands is None:
        stands = review_stands(settlement.order)
    return due_status(status, settlement.perform_by, settlement.withdraw_by, stands is False, now) or status


def apply_deadline(settlement: Settlement, *, tenant: Tenant, now: datetime, stands: bool | None = None) -> bool:
    """Let a passed deadline close the settlement; whether it did. The caller holds the lock.

    It closed when its time ended, however late somebody looked.
    """
    status = status_at(settlement, now, stands=stands)
    if status == settlement.status:
        return False
    ended = {
        SettlementStatus.EXPIRED: settlement.perform_by,
        SettlementStatus.FAILED: settlement.perform_by,
        SettlementStatus.BREACHED: settlement.withdraw_by,
    }
    move_settlement(settlement, status, tenant=tenant, by=None, now=now, closed_at=ended.get(status, now))
    return True


def move_settlement(
    settlement: Settlement,
    to: SettlementStatus,
    *,
    tenant: Tenant,
    by: Member | None,
    now: datetime,
    **changes: Any,
) -> None:
    """Move along the lifecycle, keep, record, tell. The caller has looked whether the move is allowed."""
    old = SettlementStatus(settlement.status)
    changes |= {"status": move(SETTLEMENT, old, to), "version": settlement.version + 1}
    for name, value in changes.items():
        setattr(settlement, name, value)
    settlement.save(update_fields=list(changes))
    data = {"status": [old.value, to.value], "order": str(settlement.order_id)}
    record_entry(tenant=tenant, by=by, action=f"settlement.{to.value}", subject=settlement, now=now, data=data)
    tell_settlement(settlement, tenant=tenant, now=now)


def stale_version(given: int | None, settlement: Settlement) -> list[Problem]:
    """Whoever says which version they saw is told where it has changed since."""
    if given is None or given == settlement.version:
        return []
    detail = _CHANGED[SettlementStatus(settlement.status)]
    # A code of the HTTP contract that the pure policy never gives itself.
    return [Problem("stale_version", "/version", detail)]  # type: ignore[arg-type]


def no_feedback_stands() -> Problem:
    detail = say(
        "The feedback that this settlement is about does not stand any more, so there is nothing left to settle."
    )
    return Problem(ProblemCode.CONFLICT, "", detail)
