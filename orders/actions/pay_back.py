"""Pays a buyer back, all of a payment or a part; the order moves to refund where nothing of it is left."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from orders.models import Compensation, Message, Order, Refund
from orders.moving import become, lock_order, no_such_step
from orders.paying.refunding import left_to_refund, lock_booked_payment, owe
from orders.permissions import check_is_side
from policy.problems import Problem
from policy.saying import say
from policy.terms import OrderStatus, ProblemCode
from tenants.models import Member, Tenant
from wire.money import money
from wire.refusals import Refused
from wire.text import is_showable

LONGEST_REASON = 1000
CENT = Decimal("0.01")


class UnableToPayBack(Refused):
    """`conflict` where nothing was paid here or something changed meanwhile; `validation_failed` at a field."""


@transaction.atomic
def pay_back(
    *,
    tenant: Tenant,
    by: Member | None,
    order: Order,
    amount: Decimal | None,
    reason: str,
    compensation: Compensation | None = None,
    left: Decimal | None = None,
    now: datetime,
) -> Refund:
    """The refund; a job asks the provider for it. `left` is what could go back when the form was opened.

    Raises NotThere, NotPermitted for all but the order's seller (the system, None, may), UnableToPayBack.
    """
    if by is not None:
        check_is_side(by, order, Message.Sender.SELLER, say("pays back"))
    held = lock_order(order.pk)
    payment = lock_booked_payment(held)
    if payment is None:
        raise UnableToPayBack(Problem(ProblemCode.CONFLICT, "", say("Nothing was paid for this order on these pages.")))
    most = left_to_refund(payment)
    if problems := _problems(amount, reason, most, left, held.currency):
        raise UnableToPayBack(*problems)
    refund = owe(payment, amount, tenant=tenant, by=by, reason=reason.strip(), compensation=compensation, now=now)
    if amount == most and not no_such_step(held, OrderStatus.REFUND):
        become(held, OrderStatus.REFUND, tenant=tenant, by=by, now=now)
    return refund


def _problems(amount: Decimal | None, reason: str, most: Decimal, left: Decimal | None, currency: str) -> list[Problem]:
    if not most:
        return [Problem(ProblemCode.CONFLICT, "", say("All that was paid has gone back already."))]
    if left is not None and left != most:
        detail = say(
            "Something was paid back while you were writing: {amount} are left. Please look again.",
            amount=money(most, currency),
        )
        return [Problem(ProblemCode.CONFLICT, "", detail)]
    problems = []
    if amount is None or amount < CENT or amount != amount.quantize(CENT):
        detail = say(
            "Please write an amount of at least {least}, with no more than two decimal places.", least=money(CENT, "")
        )
        problems.append(Problem(ProblemCode.VALIDATION_FAILED, "/amount", detail))
    elif amount > most:
        detail = say("At most {amount} can still go back.", amount=money(most, currency))
        problems.append(Problem(ProblemCode.VALIDATION_FAILED, "/amount", detail))
    if len(reason) > LONGEST_REASON or not is_showable(reason):
        detail = say("At most {most} characters, without control characters.", most=LONGEST_REASON)
        problems.append(Problem(ProblemCode.VALIDATION_FAILED, "/reason", detail))
    return problems
