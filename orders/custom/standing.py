"""Where a custom order stands, kept: locks it, lets its time or the order that it became take effect, tells of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from audit.actions.record_entry import record_entry
from notifications.actions.notify import Told, notify_all
from orders.custom.orders import status_at, taken_as, with_parties
from orders.models import CustomOrder, Order
from orders.queries import members_who_run
from policy.lifecycle import CUSTOM_ORDER, move
from policy.saying import say
from policy.terms import CustomOrderStatus
from tenants.models import Member, Tenant
from wire.refusals import NotThere


def lock_custom_order(custom_order_id: UUID) -> CustomOrder:
    """Held until the transaction ends, and as new as the order that it became. Raises NotThere."""
    held = CustomOrder.objects.select_for_update(of=("self",), no_key=True).filter(pk=custom_order_id)
    if held.first() is None:
        raise NotThere
    return with_parties().get(pk=custom_order_id)


def bring_up_to_date(custom: CustomOrder, *, tenant: Tenant, now: datetime) -> bool:
    """Keep where it stands at `now`; whether it ended by that. The caller holds the lock.

    It expired when its time ended, however late somebody looked. One whose order was canceled for want of payment
    can be taken again for as long as its time runs.
    """
    if custom.status != CustomOrderStatus.OPEN:
        return False
    status = status_at(custom, now)
    if custom.order is not None and taken_as(custom) is None:
        custom.order = None
        custom.version += 1
        custom.save(update_fields=["order", "version"])
    if status is CustomOrderStatus.OPEN:
        return False
    ended_at = custom.expires_at if status is CustomOrderStatus.EXPIRED else now
    end_custom_order(custom, status, tenant=tenant, by=None, now=now, ended_at=ended_at)
    title = (
        say("Your custom order was paid for: {title}", title=custom.title)
        if status is CustomOrderStatus.PAID
        else say("The time of your custom order is over: {title}", title=custom.title)
    )
    told = [
        Told(
            member,
            "custom_order_ended",
            f"custom-order:{custom.pk}:ended",
            title,
            "/selling/custom-orders",
        )
        for member in members_who_run(custom.seller)
    ]
    notify_all(tenant=tenant, told=told, now=now)
    return True


def settle_custom_order(order: Order, *, tenant: Tenant, now: datetime) -> None:
    """`order` was paid or canceled: where it is what a custom order became, that one is paid, or free again.

    For whoever moves an order out of awaiting payment, after the move and in its transaction, holding the order.
    """
    found = CustomOrder.objects.filter(order=order).values_list("pk", flat=True).first()
    if found is not None:
        bring_up_to_date(lock_custom_order(found), tenant=tenant, now=now)


def end_custom_order(
    custom: CustomOrder,
    to: CustomOrderStatus,
    *,
    tenant: Tenant,
    by: Member | None,
    now: datetime,
    ended_at: datetime | None = None,
) -> None:
    """Move it along its lifecycle, keep, record. The caller holds the lock and has looked whether it may."""
    old = CustomOrderStatus(custom.status)
    custom.status, custom.ended_at = move(CUSTOM_ORDER, old, to), ended_at or now
    custom.version += 1
    custom.save(update_fields=["status", "ended_at", "version"])
    data = {"status": [old.value, to.value], "order": str(custom.order_id or "")}
    record_entry(tenant=tenant, by=by, action=f"custom_order.{to.value}", subject=custom, now=now, data=data)
