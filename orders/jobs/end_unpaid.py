"""Cancels orders that nobody paid in their time, so that others can buy what they held."""

from __future__ import annotations

from datetime import datetime

from payments import PaymentStatus

from orders.models import Order, Payment
from orders.moving import cancel_unpaid
from policy.terms import OrderStatus
from tenants.models import Tenant

BATCH = 200


def end_unpaid(*, tenant: Tenant, now: datetime) -> int:
    """How many ended, at most BATCH. Orders that somebody holds now, or whose payment is there, wait."""
    paid = Payment.objects.filter(status=PaymentStatus.CONFIRMED).values("order")
    due = Order.objects.filter(status=OrderStatus.AWAITING_PAYMENT, pay_by__lte=now).exclude(pk__in=paid)
    held = due.select_for_update(of=("self",), skip_locked=True, no_key=True).order_by("pay_by", "id")
    # The locks are taken here; who paid a moment ago is seen by reading again under them.
    ids = [order.pk for order in held[:BATCH]]
    unpaid = list(due.filter(pk__in=ids).order_by("offer_id", "id").select_related("offer", "seller", "buyer"))
    for order in unpaid:
        cancel_unpaid(order, tenant=tenant, by=None, now=now)
    return len(unpaid)
