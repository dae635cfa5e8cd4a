"""Finishes delivered orders whose buyers had their time to say that something is missing."""

from __future__ import annotations

from datetime import datetime, timedelta

from orders.models import Order
from orders.moving import become
from policy.terms import OrderStatus
from policy.time_limits import confirming
from tenants.models import Tenant
from tenants.queries import policy_in_force

BATCH = 200


def finish_delivered(*, tenant: Tenant, now: datetime) -> int:
    """How many orders finished, at most BATCH; rows that somebody holds now wait for the next time.

    The rules in force now say how long it waits (`orders.finish_after_days`). Orders placed elsewhere move when the
    marketplace there says so.
    """
    policy = policy_in_force(at=now).policy
    days = policy.orders.finish_after_days
    if days is None:
        return 0
    old = Order.objects.filter(
        status=OrderStatus.DELIVERED, pay_by__isnull=False, delivered_at__lte=now - timedelta(days=days)
    )
    held = old.select_for_update(of=("self",), skip_locked=True, no_key=True).select_related("offer", "seller", "buyer")
    # A limit ends with the local day, so those of the last hours still have their time.
    over = [
        order
        for order in held.order_by("delivered_at", "id")[:BATCH]
        if confirming(order.delivered_at, policy, tenant.zone).passed(now)
    ]
    for order in over:
        become(order, OrderStatus.FINISHED, tenant=tenant, by=None, now=now)
    return len(over)
