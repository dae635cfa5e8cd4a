"""The buyer has withdrawn the feedback: a performed settlement about it is kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from orders.agreeing.settling import lock_running, move_settlement
from orders.models import Order, Settlement
from policy.terms import SettlementStatus
from tenants.models import Member, Tenant


@transaction.atomic
def honour_settlement(*, tenant: Tenant, by: Member | None, order: Order, now: datetime) -> Settlement | None:
    """The settlement that is honoured by the withdrawal at `now`; None where none was performed and still ran.

    One that is only accepted goes on: the buyer has done their part, and it is honoured when the seller performs.
    """
    # Until this moment the feedback stood: a settlement whose time was over before it was not kept.
    settlement = lock_running(order, tenant=tenant, now=now, stands=True)
    if settlement is None or settlement.status != SettlementStatus.PERFORMED:
        return None
    move_settlement(settlement, SettlementStatus.HONOURED, tenant=tenant, by=by, now=now, closed_at=now)
    return settlement
