"""Tells buyers and sellers what happened to their orders, payments and offers: each thing once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from notifications.actions.notify import Told, notify_all
from orders.models import Offer, Order, Payment, Refund
from orders.queries import members_who_run
from orders.telling.sides import name_of, page_of
from policy.saying import say, say_number
from policy.terms import OrderStatus
from tenants.models import Member, Tenant
from wire.money import money

FEW = 3
"""An offer with at most so many left is nearly sold out."""


def tell_moved(order: Order, what: str, *, tenant: Tenant, by: Member | None, now: datetime) -> None:
    """`what` happened to the order: a word of `_to_buyer` or `_to_seller`. Who did it is not told."""
    path, key, name = page_of(order), f"order:{order.pk}:{what}", name_of(order)
    if by is None and what == OrderStatus.FINISHED:
        what = _UNCONFIRMED
    told = []
    if title := _to_buyer(what, name):
        told += _each([order.buyer], by, key, title, path)
    if title := _to_seller(what, name):
        told += _each(members_who_run(order.seller), by, key, title, path)
    notify_all(tenant=tenant, told=told, now=now)


_UNCONFIRMED = "unconfirmed"
"""Finished because the buyer's time to confirm was over."""


def _to_buyer(what: str, name: str) -> str | None:
    return {
        "started": say("The seller has started: {name}", name=name),
        "shipped": say("Your order is on its way: {name}", name=name),
        OrderStatus.DELIVERED.value: say("Delivered, please confirm: {name}", name=name),
        OrderStatus.REFUND.value: say("Your order is refunded: {name}", name=name),
        OrderStatus.CANCELED.value: say("Your order was canceled: {name}", name=name),
        "extended": say("The seller needs more time: {name}", name=name),
        _UNCONFIRMED: say("Your order is finished. How did it go? {name}", name=name),
    }.get(what)


def _to_seller(what: str, name: str) -> str | None:
    return {
        OrderStatus.FINISHED.value: say("The buyer confirmed: {name}", name=name),
        _UNCONFIRMED: say("An order is finished, its time to confirm is over: {name}", name=name),
        OrderStatus.CANCELED.value: say("An order was canceled: {name}", name=name),
    }.get(what)


def tell_paid(order: Order, payment: Payment | None, *, tenant: Tenant, now: datetime) -> None:
    """The order goes on: its seller has work, its buyer knows that the money arrived."""
    path, key = page_of(order), f"paid:{order.pk}"
    name = name_of(order)
    if payment is None:
        to_seller, to_buyer = say("New order, paid: {name}", name=name), say("Your payment arrived: {name}", name=name)
    else:
        amount = money(payment.total, payment.currency)
        to_seller = say("New order, paid: {name}, {amount}", name=name, amount=amount)
        to_buyer = say("Your payment arrived: {name}, {amount}", name=name, amount=amount)
    told = _each(members_who_run(order.seller), None, key, to_seller, path, "payment")
    told += _each([order.buyer], None, key, to_buyer, path, "payment")
    notify_all(tenant=tenant, told=told, now=now)


def tell_refund(refund: Refund, order: Order, *, tenant: Tenant, now: datetime) -> None:
    """The buyer that money is on its way, the seller that the provider refused."""
    path = page_of(order)
    amount, name = money(refund.amount, order.currency), name_of(order)
    if refund.done_at is not None:
        title = say("{amount} is on its way back to you: {name}", amount=amount, name=name)
        told = _each([order.buyer], None, f"refund:{refund.pk}", title, path, "payment")
    else:
        title = say("{amount} could not be paid back: {name}", amount=amount, name=name)
        told = _each(members_who_run(order.seller), None, f"refund-refused:{refund.pk}", title, path, "payment")
    notify_all(tenant=tenant, told=told, now=now)


def tell_stock(offer: Offer, *, tenant: Tenant, now: datetime) -> None:
    """The seller that few are left, or none; once until they change the offer. `offer` is as it stands now."""
    if offer.stock is None or offer.stock > FEW:
        return
    if offer.stock:
        title = say_number("{offer}: only {number} left", "{offer}: only {number} left", offer.stock, offer=offer.title)
    else:
        title = say("{offer}: sold out", offer=offer.title)
    key = f"stock:{offer.pk}:{offer.version}:{'few' if offer.stock else 'none'}"
    path = reverse("offer_edit", args=[offer.pk])
    told = _each(members_who_run(offer.seller), None, key, title, path, "stock_low")
    notify_all(tenant=tenant, told=told, now=now)


def _each(
    members: Iterable[Member], by: Member | None, key: str, title: str, path: str, kind: str = "order_moved"
) -> list[Told]:
    return [Told(member, kind, key, title, path) for member in members if by is None or member.pk != by.pk]
