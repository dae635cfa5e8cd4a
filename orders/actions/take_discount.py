"""Takes something off the price of an order that is being placed, for a code that its buyer was given."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from orders.models import Discount, Order
from orders.offering.discounts import plain_code
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Tenant
from wire.money import money
from wire.refusals import Refused

POINTER = "/discount_code"


class UnableToTakeDiscount(Refused):
    """At /discount_code: `conflict` for a used or expired code, `validation_failed` for one that does not fit."""


@transaction.atomic
def take_discount(*, tenant: Tenant, order: Order, code: str, now: datetime) -> Discount:
    """The discount, used for `order`, whose amount is less by it. Of two orders with one code at once, one gets it.

    Something has to be left to pay: a code worth as much as the order or more is refused, so that nothing of it is
    lost on a small order. Call it in the transaction that places the order. Raises UnableToTakeDiscount.
    """
    held = Discount.objects.select_for_update(of=("self",), no_key=True).filter(code=plain_code(code)).first()
    if held is None or held.buyer_id != order.buyer_id:
        raise _unable(ProblemCode.VALIDATION_FAILED, say("This is not one of your codes. Please look at it again."))
    if held.seller_id != order.seller_id:
        raise _unable(ProblemCode.VALIDATION_FAILED, say("This code is good for orders with another seller."))
    if held.used_by_id is not None:
        raise _unable(ProblemCode.CONFLICT, say("You have used this code already; each is good for one order."))
    if held.expires_at is not None and now >= held.expires_at:
        raise _unable(ProblemCode.CONFLICT, say("The time for this code is over."))
    worth = money(held.amount, held.currency)
    if held.currency != order.currency:
        detail = say(
            "This code is worth {worth}, and this order is paid in {currency}.", worth=worth, currency=order.currency
        )
        raise _unable(ProblemCode.VALIDATION_FAILED, detail)
    if order.amount is None or held.amount >= order.amount:
        detail = say(
            "This code takes {worth} off, which is all of this order or more. Keep it for a larger one.", worth=worth
        )
        raise _unable(ProblemCode.VALIDATION_FAILED, detail)
    held.used_by, held.used_at = order, now
    held.save(update_fields=["used_by", "used_at"])
    before, order.amount = order.amount, order.amount - held.amount
    order.save(update_fields=["amount"])
    data = {"order": str(order.pk), "amount": [str(before), str(order.amount)]}
    record_entry(tenant=tenant, by=order.buyer, action="discount.taken", subject=held, now=now, data=data)
    return held


def _unable(code: ProblemCode, detail: str) -> UnableToTakeDiscount:
    return UnableToTakeDiscount(Problem(code, POINTER, detail))
