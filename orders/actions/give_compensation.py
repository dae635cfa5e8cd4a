"""A seller makes something good: a thing of value, tied to nothing, least of all to feedback."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction

from audit.actions.record_entry import record_entry
from orders.actions.pay_back import LONGEST_REASON, pay_back
from orders.models import Compensation, Discount, Message, Order
from orders.offering.discounts import new_code
from orders.once import row_id
from orders.paying.refunding import booked_payment
from orders.permissions import check_is_side
from orders.telling.sides import tell_compensation
from policy.compensations import may_give
from policy.problems import Problem
from policy.saying import say
from policy.terms import CompensationKind, ProblemCode
from tenants.models import Member, Tenant
from tenants.queries import policy_in_force
from wire.money import money
from wire.refusals import Refused
from wire.text import is_showable

MOST = Decimal("999999999999.99")
CENTS = Decimal("0.01")


class UnableToGiveCompensation(Refused):
    """`not_allowed_by_policy` for a kind or a text that names feedback; `validation_failed` at a field."""


@transaction.atomic
def give_compensation(
    *,
    tenant: Tenant,
    by: Member | None,
    order: Order,
    kind: str,
    description: str,
    amount: str | None = None,
    key: str = "",
    now: datetime,
) -> Compensation:
    """The compensation, for good. `amount` is a decimal text in the order's currency, or None.

    A discount of an amount comes with a code for the buyer's next order with this seller; a partial refund of an
    order that was paid here is paid back. The same form (`key`) sent twice gives one. Raises NotThere, NotPermitted
    for all but the order's seller, UnableToGiveCompensation with every problem, and what pay_back refuses.
    """
    check_is_side(by, order, Message.Sender.SELLER, say("gives a compensation"))
    amount = (amount or "").strip() or None
    problems = may_give(policy_in_force(at=now).policy, kind, description, amount, paid=order.amount)
    if problems := problems or [*_unshowable(description), *_uncountable(amount), *_no_currency(kind, amount, order)]:
        raise UnableToGiveCompensation(*problems)
    # One after the other, so that the second of two finds what the first has given.
    Order.objects.select_for_update(of=("self",), no_key=True).get(pk=order.pk)
    ours = row_id(tenant=tenant, by=by, key=key, said=(order.pk, kind, description.strip(), amount))
    if (standing := Compensation.objects.filter(pk=ours).first()) is not None:
        return standing
    compensation = Compensation.objects.create(
        id=ours,
        tenant=tenant,
        order=order,
        kind=kind,
        description=description.strip(),
        amount=Decimal(amount) if amount else None,
        currency=order.currency if amount else "",
        given_by=by,
        given_at=now,
    )
    data = {"order": str(order.pk), "kind": kind, "amount": amount}
    record_entry(tenant=tenant, by=by, action="compensation.given", subject=compensation, now=now, data=data)
    if kind == CompensationKind.DISCOUNT and amount:
        _make_discount(compensation, order, tenant=tenant)
    if kind == CompensationKind.PARTIAL_REFUND and booked_payment(order) is not None:
        pay_back(
            tenant=tenant,
            by=by,
            order=order,
            amount=compensation.amount,
            reason=compensation.description[:LONGEST_REASON],
            compensation=compensation,
            now=now,
        )
    tell_compensation(compensation, order, tenant=tenant, now=now)
    return compensation


def _make_discount(compensation: Compensation, order: Order, *, tenant: Tenant) -> None:
    Discount.objects.create(
        tenant=tenant,
        compensation=compensation,
        seller=order.seller,
        buyer=order.buyer,
        code=new_code(),
        amount=compensation.amount,
        currency=compensation.currency,
    )


def _no_currency(kind: str, amount: str | None, order: Order) -> list[Problem]:
    """A code needs to know what money it is worth."""
    if kind != CompensationKind.DISCOUNT or amount is None or order.currency:
        return []
    detail = say("This order names no currency. Please describe the discount in words, without an amount.")
    return [Problem(ProblemCode.VALIDATION_FAILED, "/amount", detail)]


def _unshowable(description: str) -> list[Problem]:
    if is_showable(description):
        return []
    detail = say("This has control characters or broken characters, which cannot be kept.")
    return [Problem(ProblemCode.VALIDATION_FAILED, "/description", detail)]


def _uncountable(amount: str | None) -> list[Problem]:
    """Larger or finer than money is kept."""
    if amount is None:
        return []
    try:
        kept = Decimal(amount) <= MOST and Decimal(amount) == Decimal(amount).quantize(CENTS)
    except InvalidOperation:
        kept = False
    detail = say(
        "Please write an amount of at most {most}, with no more than two decimal places.", most=money(MOST, "")
    )
    return [] if kept else [Problem(ProblemCode.VALIDATION_FAILED, "/amount", detail)]
