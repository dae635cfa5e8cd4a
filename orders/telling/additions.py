"""Tells a buyer that what was added to their order has been handed over."""

from __future__ import annotations

from datetime import datetime

from notifications.actions.notify import Told, notify_all
from orders.models import Compensation, Order
from orders.telling.sides import name_of, page_of
from policy.saying import say
from tenants.models import Tenant


def tell_handed_over(compensation: Compensation, order: Order, *, tenant: Tenant, now: datetime) -> None:
    title = say("{seller} handed over what was added: {order}", seller=order.seller.name, order=name_of(order))
    body = say("If it has not reached you, say so in the order's chat.")
    key, path = f"compensation:{compensation.pk}:handed-over", f"{page_of(order)}#compensations"
    told = [Told(order.buyer, "compensation_given", key, title, path, body)]
    notify_all(tenant=tenant, told=told, now=now)
