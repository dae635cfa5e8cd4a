"""The seller takes a proposal back before the buyer has answered."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from orders.agreeing.settling import lock_settlement, move_settlement, stale_version, status_at
from orders.models import Message, Settlement
from orders.permissions import check_is_side
from policy.saying import say
from policy.settlements import may_withdraw
from policy.terms import SettlementStatus
from tenants.models import Member, Tenant
from wire.refusals import Refused


class UnableToWithdrawSettlement(Refused):
    """`conflict` where it was answered or has expired; `stale_version`."""


@transaction.atomic
def withdraw_settlement(
    *, tenant: Tenant, by: Member | None, settlement: Settlement, version: int | None = None, now: datetime
) -> Settlement:
    """The proposal, taken back. Raises NotThere, NotPermitted for all but the seller, UnableToWithdrawSettlement."""
    held = lock_settlement(settlement.pk)
    check_is_side(by, held.order, Message.Sender.SELLER, say("takes a settlement back"))
    if problems := may_withdraw(status_at(held, now)) or stale_version(version, held):
        raise UnableToWithdrawSettlement(*problems)
    move_settlement(held, SettlementStatus.WITHDRAWN, tenant=tenant, by=by, now=now, closed_at=now)
    return held
