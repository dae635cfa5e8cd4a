"""Reads of custom orders: the clock and the order that one became decide where it stands, not the sweep."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from orders.models import CustomOrder, Order, Seller
from orders.queries import runs_seller, sellers_run_by
from policy.terms import CustomOrderStatus, OrderStatus
from tenants.models import Member, Tenant
from wire.refusals import NotThere
from wire.text import is_showable

MOST_OPEN = 10
"""Custom orders that one seller may keep open for one buyer at a time."""
RELATED = ("seller", "buyer", "made_in", "order")
NOT_PAID = (OrderStatus.AWAITING_PAYMENT, OrderStatus.CANCELED)


def with_parties() -> QuerySet[CustomOrder]:
    return CustomOrder.objects.select_related(*RELATED)


def taken_as(custom: CustomOrder) -> Order | None:
    """The order that the buyer took it as, unless that was canceled before it was paid."""
    order = custom.order
    return None if order is None or order.status == OrderStatus.CANCELED else order


def status_at(custom: CustomOrder, now: datetime) -> CustomOrderStatus:
    """Where it stands at `now`. While an order that it became waits for payment, its own time does not end it."""
    status = CustomOrderStatus(custom.status)
    if status is not CustomOrderStatus.OPEN:
        return status
    order = taken_as(custom)
    if order is not None:
        return status if order.status in NOT_PAID else CustomOrderStatus.PAID
    return CustomOrderStatus.EXPIRED if now >= custom.expires_at else status


def leads_to_it(custom: CustomOrder, now: datetime) -> bool:
    """Whether its link is good: for its hours, and not once it was paid for or taken back."""
    return status_at(custom, now) is CustomOrderStatus.OPEN and now < custom.expires_at


def visible_custom_order(member: Member | None, token: str) -> CustomOrder:
    """The one behind the link, for its buyer. Raises NotThere for everybody else."""
    custom = with_parties().filter(token=token).first() if is_showable(token) else None
    if custom is None or member is None or custom.buyer_id != member.pk:
        raise NotThere
    return custom


def custom_order_of_seller(member: Member | None, custom_order_id: UUID) -> CustomOrder:
    """One of a seller whom the member runs. Raises NotThere."""
    custom = with_parties().filter(pk=custom_order_id).first()
    if custom is None or not runs_seller(member, custom.seller_id):
        raise NotThere
    return custom


def open_custom_orders(now: datetime) -> Q:
    """Those that still count as open at `now`."""
    taken = Q(order__status=OrderStatus.AWAITING_PAYMENT)
    free = Q(expires_at__gt=now) & (Q(order__isnull=True) | Q(order__status=OrderStatus.CANCELED))
    return Q(status=CustomOrderStatus.OPEN) & (taken | free)


def custom_orders_made_by(member: Member | None) -> QuerySet[CustomOrder]:
    """Those of the sellers that the member runs."""
    return with_parties().filter(seller__in=sellers_run_by(member))


def custom_orders_in_chat(order: Order) -> QuerySet[CustomOrder]:
    """Those made in the order's chat, oldest first."""
    return CustomOrder.objects.select_related("order").filter(made_in=order).order_by("made_at", "id")


def has_bought_from(buyer: Member, seller: Seller) -> bool:
    return Order.objects.filter(buyer=buyer, seller=seller).exists()


def path_of(custom: CustomOrder) -> str:
    return f"/o/{custom.token}"


def link_of(custom: CustomOrder, tenant: Tenant) -> str:
    """The private link as it is written into a chat."""
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    return f"{'https' if settings.HTTPS else 'http'}://{tenant.host}{port}{path_of(custom)}"
