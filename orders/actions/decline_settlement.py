"""The buyer says no to a settlement; nothing follows from it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from orders.agreeing.settling import lock_settlement, move_settlement, stale_version, status_at
from orders.models import Message, Settlement
from orders.permissions import check_is_side
from policy.saying import say
from policy.settlements import may_decline
from policy.terms import SettlementStatus
from tenants.models import Member, Tenant
from wire.refusals import Refused


class UnableToDeclineSettlement(Refused):
    """`conflict` where it was answered, taken back or has expired; `stale_version`."""


@transaction.atomic
def decline_settlement(
    *, tenant: Tenant, by: Member | None, settlement: Settlement, version: int | None = None, now: datetime
) -> Settlement:
    """The declined settlement. Raises NotThere, NotPermitted for all but the buyer, UnableToDeclineSettlement."""
    held = lock_settlement(settlement.pk)
    check_is_side(by, held.order, Message.Sender.BUYER, say("declines a settlement"))
    if problems := may_decline(status_at(held, now)) or stale_version(version, held):
        raise UnableToDeclineSettlement(*problems)
    changes = {"answered_at": now, "closed_at": now}
    move_settlement(held, SettlementStatus.DECLINED, tenant=tenant, by=by, now=now, **changes)
    return held
