"""The buyer begins to pay for an order with one of the marketplace's payment providers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from payments import PaymentStatus

from audit.actions.record_entry import record_entry
from orders.models import Message, Order, Payment
from orders.moving import lock_order
from orders.paying.ways import ways_to_pay
from orders.permissions import check_is_side
from policy.phrases import order_is
from policy.problems import Problem
from policy.saying import say
from policy.terms import OrderStatus, ProblemCode
from tenants.models import Member, Tenant
from wire.refusals import Refused

GOING_ON = (PaymentStatus.WAITING, PaymentStatus.INPUT)


class UnableToStartPayment(Refused):
    """`conflict` where there is nothing to pay any more; `validation_failed` at /variant."""


@transaction.atomic
def start_payment(*, tenant: Tenant, by: Member | None, order: Order, variant: str, now: datetime) -> Payment:
    """The payment, not yet made; one that was begun with the same provider goes on.

    Raises NotThere, NotPermitted for all but the order's buyer, UnableToStartPayment.
    """
    check_is_side(by, order, Message.Sender.BUYER, say("pays for it"))
    held = lock_order(order.pk)
    if problems := _problems(held, variant, now):
        raise UnableToStartPayment(*problems)
    begun = Payment.objects.filter(order=held, variant=variant, status__in=GOING_ON, total=held.amount)
    if (payment := begun.order_by("-created").first()) is not None:
        return payment
    payment = Payment.objects.create(
        tenant=tenant,
        order=held,
        variant=variant,
        total=held.amount,
        currency=held.currency,
        description=f"Order {held.external_id}",
        billing_email=by.email,
    )
    data = {"order": str(held.pk), "variant": variant, "amount": str(held.amount)}
    record_entry(tenant=tenant, by=by, action="payment.started", subject=payment, now=now, data=data)
    return payment


def _problems(order: Order, variant: str, now: datetime) -> list[Problem]:
    if order.status != OrderStatus.AWAITING_PAYMENT:
        detail = say("This order is {state}; there is nothing to pay.", state=order_is(OrderStatus(order.status)))
        return [Problem(ProblemCode.CONFLICT, "", detail)]
    if order.pay_by is None or not order.amount:
        return [Problem(ProblemCode.CONFLICT, "", say("This order is not paid on these pages."))]
    if now >= order.pay_by:
        detail = say("The time to pay for this order is over, and its goods are free again. Please order once more.")
        return [Problem(ProblemCode.CONFLICT, "", detail)]
    if Payment.objects.filter(order=order, status=PaymentStatus.CONFIRMED).exists():
        detail = say("Your payment has arrived already. Please look at the order again in a minute.")
        return [Problem(ProblemCode.CONFLICT, "", detail)]
    if variant not in ways_to_pay():
        return [Problem(ProblemCode.VALIDATION_FAILED, "/variant", say("Please choose how you want to pay."))]
    return []
