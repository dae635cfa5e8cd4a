"""Moves an order along its life: holds it, says which step is not allowed, keeps the times, frees what it held."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from audit.actions.record_entry import record_entry
from orders.custom.standing import settle_custom_order
from orders.models import Discount, Offer, Order
from orders.stating.changes import CLOSED
from orders.telling.trade import tell_moved
from policy.lifecycle import ORDER, move
from policy.phrases import order_is
from policy.problems import Problem
from policy.saying import say
from policy.terms import OrderStatus, ProblemCode
from tenants.models import Member, Tenant
from wire.refusals import NotThere


def lock_order(order_id: UUID) -> Order:
    """The order with its parties, held until the transaction ends. Raises NotThere."""
    held = Order.objects.select_for_update(of=("self",), no_key=True).select_related("offer", "seller", "buyer")
    order = held.filter(pk=order_id).first()
    if order is None:
        raise NotThere
    return order


def placed_here(order: Order) -> bool:
    """Whether it was bought on these pages; the others are moved by the marketplace that pushes them in."""
    return order.pay_by is not None


def no_such_step(order: Order, to: OrderStatus) -> list[Problem]:
    """Why the order may not become `to` now; empty where it may."""
    old = OrderStatus(order.status)
    if to in ORDER.next_of(old):
        return []
    detail = say(
        "This order is {old} and cannot become {new} ({code}).",
        old=order_is(old),
        new=order_is(to),
        code=f"order: {old.value} -> {to.value}",
    )
    return [Problem(ProblemCode.CONFLICT, "", detail)]


def become(order: Order, to: OrderStatus, *, tenant: Tenant, by: Member | None, now: datetime, **changes: Any) -> None:
    """One step of its life, kept and recorded. The caller holds the order and has looked whether it is allowed."""
    old = OrderStatus(order.status)
    changes["status"] = move(ORDER, old, to)
    if to in CLOSED:
        # A finished order that is paid back later was closed when it was finished.
        changes["closed_at"] = order.closed_at or now
    note(order, changes, now)
    data = {"status": [old.value, to.value]}
    record_entry(tenant=tenant, by=by, action="order.moved", subject=order, now=now, data=data)
    if old is OrderStatus.AWAITING_PAYMENT:
        settle_custom_order(order, tenant=tenant, now=now)
    tell_moved(order, to.value, tenant=tenant, by=by, now=now)


def note(order: Order, changes: dict[str, Any], now: datetime) -> None:
    """Keep the order's new values."""
    changes["updated_at"] = now
    for name, value in changes.items():
        setattr(order, name, value)
    order.save(update_fields=list(changes))


def cancel_unpaid(order: Order, *, tenant: Tenant, by: Member | None, now: datetime) -> None:
    """Nobody paid: the order ends, and others may buy what it held. The caller holds the order."""
    become(order, OrderStatus.CANCELED, tenant=tenant, by=by, now=now)
    Offer.objects.filter(pk=order.offer_id, stock__isnull=False).update(stock=F("stock") + order.quantity)
    Discount.objects.filter(used_by=order).update(used_by=None, used_at=None)
