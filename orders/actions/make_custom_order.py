"""A seller offers one buyer something of their own, at a price of their own, for a few hours."""

from __future__ import annotations

import secrets
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from audit.actions.record_entry import record_entry
from notifications.actions.notify import notify
from orders.actions.send_message import send_message
from orders.custom.orders import MOST_OPEN, has_bought_from, link_of, open_custom_orders, path_of
from orders.models import CustomOrder, Message, Order, Seller
from orders.once import row_id
from orders.permissions import check_is_side
from orders.queries import runs_seller
from orders.talking.conduct import hears_of
from policy import time_limits
from policy.custom_orders import may_make
from policy.phrases import moment_in_words
from policy.problems import Problem
from policy.saying import say, say_number
from policy.terms import ProblemCode
from tenants.languages import language_of
from tenants.models import Member, Tenant
from tenants.queries import policy_in_force
from wire.money import money
from wire.refusals import NotThere, Refused
from wire.speaking import speaking
from wire.text import is_one_line, is_showable


class UnableToMakeCustomOrder(Refused):
    """`not_allowed_by_policy`, `validation_failed` at a field, `conflict` for too many, `contact_limited`."""


@transaction.atomic
def make_custom_order(
    *,
    tenant: Tenant,
    by: Member | None,
    title: str,
    amount: str,
    currency: str,
    description: str = "",
    complete_within_hours: int | None = None,
    order: Order | None = None,
    seller: Seller | None = None,
    buyer: Member | None = None,
    key: str = "",
    now: datetime,
) -> CustomOrder:
    """The custom order, for an order's buyer in its chat (`order`), or for a `buyer` of `seller` outside of one.

    `amount` is a decimal text. The same form (`key`) sent twice makes one. Raises NotThere, NotPermitted for all
    but who runs the seller, UnableToMakeCustomOrder with every problem; `contact_limited` as send_message does.
    """
    if order is not None:
        check_is_side(by, order, Message.Sender.SELLER, say("makes a custom order"))
        seller, buyer = order.seller, order.buyer
    if seller is None or buyer is None or not runs_seller(by, seller):
        raise NotThere
    title, description, amount = title.strip(), description.strip(), amount.strip()
    policy = policy_in_force(at=now).policy
    problems = may_make(
        policy,
        title=title,
        description=description,
        amount=amount,
        currency=currency,
        complete_within_hours=complete_within_hours,
    )
    problems = problems or [*_unshowable(title, description), *_not_for(by, buyer, seller)]
    if problems:
        raise UnableToMakeCustomOrder(*problems)
    said = (order and order.pk, buyer.pk, title, description, amount, currency, complete_within_hours)
    ours = CustomOrder(
        id=row_id(tenant=tenant, by=by, key=key, said=said),
        tenant=tenant,
        seller=seller,
        buyer=buyer,
        made_in=order,
        title=title,
        description=description,
        amount=Decimal(amount),
        currency=currency,
        complete_within_hours=complete_within_hours,
        token=secrets.token_urlsafe(32),
        made_by=by,
        made_at=now,
        expires_at=time_limits.custom_order_link(now, policy).ends_at,
    )
    # One after the other, so that two made at once do not both become the tenth.
    Seller.objects.select_for_update(of=("self",), no_key=True).get(pk=seller.pk)
    if (standing := CustomOrder.objects.filter(pk=ours.pk).first()) is not None:
        return standing
    if CustomOrder.objects.filter(open_custom_orders(now), seller=seller, buyer=buyer).count() >= MOST_OPEN:
        raise UnableToMakeCustomOrder(_too_many())
    ours.save(force_insert=True)
    data = {"buyer": str(buyer.pk), "order": str(order.pk) if order else "", "amount": amount, "currency": currency}
    record_entry(tenant=tenant, by=by, action="custom_order.made", subject=ours, now=now, data=data)
    if order is not None:
        # Its title and price stand in no message: only its buyer reads them, behind the link.
        until = moment_in_words(ours.expires_at, tenant.zone)
        with speaking(language_of(buyer, tenant)):
            words = say(
                "I made you a custom order. It is yours until {until}: {link}", until=until, link=link_of(ours, tenant)
            )
            body = str(words)
        send_message(tenant=tenant, by=by, order=order, sender=Message.Sender.SELLER, body=body, now=now)
    if hears_of(buyer, seller, order):
        notify(
            tenant=tenant,
            member=buyer,
            kind="custom_order_made",
            key=f"custom-order:{ours.pk}:made",
            title=say("{seller} made you a custom order: {title}", seller=seller.name, title=title),
            body=say(
                "{amount}, until {moment}.",
                amount=money(ours.amount, currency),
                moment=moment_in_words(ours.expires_at, tenant.zone),
            ),
            path=path_of(ours),
            now=now,
        )
    return ours


def _unshowable(title: str, description: str) -> list[Problem]:
    problems = []
    if not is_one_line(title):
        detail = say("A title is one line without control characters.")
        problems.append(Problem(ProblemCode.VALIDATION_FAILED, "/title", detail))
    if not is_showable(description):
        detail = say("This has control characters or broken characters, which cannot be kept.")
        problems.append(Problem(ProblemCode.VALIDATION_FAILED, "/description", detail))
    return problems


def _not_for(by: Member | None, buyer: Member, seller: Seller) -> list[Problem]:
    """A seller knows who bought from them; the marketplace knows everybody. Nobody buys from their own store."""
    known = (by is not None and by.acting_for_seller_id is not None) or has_bought_from(buyer, seller)
    if not known:
        return [Problem(ProblemCode.VALIDATION_FAILED, "/buyer", say("There is no such buyer."))]
    if runs_seller(buyer, seller):
        detail = say("The buyer runs this seller; nobody buys from their own store.")
        return [Problem(ProblemCode.VALIDATION_FAILED, "/buyer", detail)]
    return []


def _too_many() -> Problem:
    detail = say_number(
        "This buyer has {number} custom order of yours that they have not taken yet. "
        "Take one back, or wait until one has ended.",
        "This buyer has {number} custom orders of yours that they have not taken yet. "
        "Take one back, or wait until one has ended.",
        MOST_OPEN,
    )
    return Problem(ProblemCode.CONFLICT, "", detail)
