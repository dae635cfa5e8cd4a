"""Lets the time of custom orders that has passed take effect, and tells their sellers.

The clock holds without it (`orders.custom_orders`): it only makes rows and lists show what is so.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from orders.custom.orders import NOT_PAID, with_parties
from orders.custom.standing import bring_up_to_date
from orders.models import CustomOrder
from policy.terms import CustomOrderStatus, OrderStatus
from tenants.models import Tenant

BATCH = 200


def end_custom_orders(*, tenant: Tenant, now: datetime) -> int:
    """How many ended, at most BATCH; rows that somebody holds now wait for the next time."""
    free = Q(order__isnull=True) | Q(order__status=OrderStatus.CANCELED)
    paid = Q(order__isnull=False) & ~Q(order__status__in=NOT_PAID)
    due = CustomOrder.objects.filter(Q(expires_at__lte=now) & free | paid, status=CustomOrderStatus.OPEN)
    held = due.select_for_update(of=("self",), skip_locked=True, no_key=True).order_by("expires_at", "id")
    ids = list(held.values_list("pk", flat=True)[:BATCH])
    # Read again under the lock, so that the order is as new as the custom order.
    rows = with_parties().filter(pk__in=ids).order_by("expires_at", "id")
    return sum(bring_up_to_date(custom, tenant=tenant, now=now) for custom in rows)
