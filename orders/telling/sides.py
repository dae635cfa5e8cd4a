"""Tells an order's sides of messages, agreements and what the marketplace states of the order, as it happens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import NoReverseMatch, reverse

from notifications.actions.notify import Told, notify_all
from orders.models import Compensation, Message, Order, Settlement
from orders.queries import members_who_run
from orders.talking.conduct import hears_of
from policy.saying import say
from policy.terms import OrderStatus, SettlementStatus
from tenants.models import Member, Tenant

NEWS_FOR = timedelta(days=7)
"""What was written, or closed, longer ago is history that somebody moves in: it rings with nobody."""


def tell_message(message: Message, order: Order, *, tenant: Tenant, now: datetime) -> None:
    """The other side that there is something to read: once an hour and order, however long the chat gets.

    Its words are not told: in the chat they can be hidden or looked into, in an e-mail they could not be.
    """
    if now - message.sent_at > NEWS_FOR:
        return
    from_buyer = message.sender == Message.Sender.BUYER
    if not from_buyer and not hears_of(order.buyer, order.seller, order):
        return
    who = (order.buyer.name or say("The buyer")) if from_buyer else order.seller.name
    key = f"message:{order.pk}:{message.sender}:{message.sent_at:%Y%m%d%H}"
    title = say("{who} wrote to you: {which}", who=who, which=name_of(order))
    to = _sellers(order) if from_buyer else [order.buyer]
    _tell(to, "message_received", key, title, path=f"{page_of(order)}#chat", tenant=tenant, now=message.sent_at)


def tell_proposal(settlement: Settlement, *, tenant: Tenant, now: datetime) -> None:
    order = settlement.order
    title = say("{seller} proposes a settlement: {which}", seller=order.seller.name, which=name_of(order))
    body = say("You are free to say no. Your review then stays as it is, and nothing follows from it.")
    key, path = f"settlement:{settlement.pk}:proposed", reverse("settlement_answer", args=[settlement.pk])
    _tell([order.buyer], "settlement_proposed", key, title, body=body, path=path, tenant=tenant, now=now)


def tell_settlement(settlement: Settlement, *, tenant: Tenant, now: datetime) -> None:
    """Whoever has to know how it went on: the side that did not do it, and both where time ran out."""
    order, status = settlement.order, SettlementStatus(settlement.status)
    key = f"settlement:{settlement.pk}:{status.value}"
    for words, to in ((_TO_BUYER.get(status), [order.buyer]), (_TO_SELLER.get(status), _sellers(order))):
        if words:
            title = say("{what}: {which}", what=words, which=name_of(order))
            _tell(to, "settlement_answered", key, title, path=page_of(order), tenant=tenant, now=now)


_TO_BUYER = {
    SettlementStatus.WITHDRAWN: say("The seller took the settlement back"),
    SettlementStatus.PERFORMED: say("The seller says that the settlement is done"),
    SettlementStatus.FAILED: say("The seller did not keep the settlement, so your review stays"),
    SettlementStatus.BREACHED: say("The time of your settlement is over, and a case begins"),
}
_TO_SELLER = {
    SettlementStatus.ACCEPTED: say("Your settlement was accepted"),
    SettlementStatus.DECLINED: say("Your settlement was declined"),
    SettlementStatus.EXPIRED: say("Your settlement was not answered in time"),
    SettlementStatus.HONOURED: say("Your settlement was kept, the review is withdrawn"),
    SettlementStatus.FAILED: say("Your settlement failed, its time is over"),
    SettlementStatus.BREACHED: say("Your settlement was not kept, and a case begins"),
}


def tell_compensation(compensation: Compensation, order: Order, *, tenant: Tenant, now: datetime) -> None:
    title = say("{seller} makes something good: {which}", seller=order.seller.name, which=name_of(order))
    body = say("It is yours whatever your review says.")
    key = f"compensation:{compensation.pk}"
    _tell([order.buyer], "compensation_given", key, title, body=body, path=page_of(order), tenant=tenant, now=now)


def tell_stated(order: Order, *, tenant: Tenant, now: datetime) -> None:
    """The buyer that the marketplace moved the order; nobody of one that was closed a week ago or more."""
    words = _STATED.get(OrderStatus(order.status))
    if words is None or (order.closed_at is not None and now - order.closed_at > NEWS_FOR):
        return
    key, title = f"order:{order.pk}:{order.status}", say("{what}: {which}", what=words, which=name_of(order))
    _tell([order.buyer], "order_moved", key, title, path=page_of(order), tenant=tenant, now=now)


_STATED = {
    OrderStatus.IN_PROGRESS: say("The seller works on your order"),
    OrderStatus.DELIVERED: say("Your order was delivered"),
    OrderStatus.REFUND: say("Your order is refunded"),
    OrderStatus.CANCELED: say("Your order was canceled"),
}


def name_of(order: Order) -> str:
    return order.offer.title if order.offer_id and order.offer else say("order {number}", number=order.external_id)


def page_of(order: Order) -> str:
    """Ids of other systems may hold what no address can; then the list of one's orders is near enough."""
    try:
        return reverse("order_page", args=[order.external_id])
    except NoReverseMatch:
        return reverse("order_list")


def _sellers(order: Order) -> Iterable[Member]:
    return members_who_run(order.seller)


def _tell(
    to: Iterable[Member],
    kind: str,
    key: str,
    title: str,
    *,
    body: str = "",
    path: str,
    tenant: Tenant,
    now: datetime,
) -> None:
    notify_all(tenant=tenant, told=[Told(member, kind, key, title, path, body) for member in to], now=now)
