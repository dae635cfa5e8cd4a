"""Tells buyers and sellers what happened to their orders, payments and offers: each thing once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from notifications.actions.notify import Told, notify_all
from orders.models import Offer, Order, Payment, Refund
from orders.queries import members_who_run
from orders.telling.sides import name_of, page_of
from policy.terms import OrderStatus
from tenants.models import Member, Tenant

FEW = 3
"""An offer with at most so many left is nearly sold out."""


def tell_moved(order: Order, what: str, *, tenant: Tenant, by: Member | None, now: datetime) -> None:
    """`what` happened to the order: a word of _TO_BUYER or _TO_SELLER. Who did it is not told."""
    path = page_of(order)
    told = []
    if what in _TO_BUYER:
        told += _each([order.buyer], by, f"order:{order.pk}:{what}", _TO_BUYER[what].format(name=name_of(order)), path)
    if what in _TO_SELLER:
        run = members_who_run(order.seller)
        told += _each(run, by, f"order:{order.pk}:{what}", _TO_SELLER[what].format(name=name_of(order)), path)
    notify_all(tenant=tenant, told=told, now=now)


_TO_BUYER = {
    "started": "The seller has started: {name}",
    "shipped": "Your order is on its way: {name}",
    OrderStatus.DELIVERED.value: "Delivered, please confirm: {name}",
    OrderStatus.REFUND.value: "Your order is refunded: {name}",
    OrderStatus.CANCELED.value: "Your order was canceled: {name}",
    "extended": "The seller needs more time: {name}",
}
_TO_SELLER = {
    OrderStatus.FINISHED.value: "The buyer confirmed: {name}",
    OrderStatus.CANCELED.value: "An order was canceled: {name}",
}


def tell_paid(order: Order, payment: Payment | None, *, tenant: Tenant, now: datetime) -> None:
    """The order goes on: its seller has work, its buyer knows that the money arrived."""
    path, key = page_of(order), f"paid:{order.pk}"
    amount = "" if payment is None else f", {payment.total:,.2f} {payment.currency}"
    told = _each(
        members_who_run(order.seller), None, key, f"New order, paid: {name_of(order)}{amount}", path, "payment"
    )
    told += _each([order.buyer], None, key, f"Your payment arrived: {name_of(order)}{amount}", path, "payment")
    notify_all(tenant=tenant, told=told, now=now)


def tell_refund(refund: Refund, order: Order, *, tenant: Tenant, now: datetime) -> None:
    """The buyer that money is on its way, the seller that the provider refused."""
    path = page_of(order)
    amount = f"{refund.amount:,.2f} {order.currency}"
    if refund.done_at is not None:
        title = f"{amount} is on its way back to you: {name_of(order)}"
        told = _each([order.buyer], None, f"refund:{refund.pk}", title, path, "payment")
    else:
        title = f"{amount} could not be paid back: {name_of(order)}"
        told = _each(members_who_run(order.seller), None, f"refund-refused:{refund.pk}", title, path, "payment")
    notify_all(tenant=tenant, told=told, now=now)


def tell_stock(offer: Offer, *, tenant: Tenant, now: datetime) -> None:
    """The seller that few are left, or none; once until they change the offer. `offer` is as it stands now."""
    if offer.stock is None or offer.stock > FEW:
        return
    left = f"only {offer.stock} left" if offer.stock else "sold out"
    key = f"stock:{offer.pk}:{offer.version}:{'few' if offer.stock else 'none'}"
    path = reverse("offer_edit", args=[offer.pk])
    told = _each(members_who_run(offer.seller), None, key, f"{offer.title}: {left}", path, "stock_low")
    notify_all(tenant=tenant, told=told, now=now)


def _each(
    members: Iterable[Member], by: Member | None, key: str, title: str, path: str, kind: str = "order_moved"
) -> list[Told]:
    return [Told(member, kind, key, title, path) for member in members if by is None or member.pk != by.pk]
