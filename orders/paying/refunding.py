"""Money that goes back: how much still can, who is owed it, and what the provider is asked for, once.

A refund is a row first. The provider is asked for it by a job that writes down that it asks before it does.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum
from payments import PaymentStatus

from audit.actions.record_entry import record_entry
from orders.models import Compensation, Order, Payment, Refund
from orders.moving import lock_order
from policy.saying import say
from tenants.models import Member, Tenant
from tenants.nudge import nudge

NOTHING = Decimal("0.00")
ASKED = say("The payment provider was asked, and its answer is not known.")
PAID_TOO_LATE = say("The order was canceled before the payment arrived.")
PAID_TWICE = say("The order was paid already.")
SELLER_CANCELED = say("The seller canceled the order.")
_OWN_WORDS = {words: words for words in (ASKED, PAID_TOO_LATE, PAID_TWICE, SELLER_CANCELED)}


def in_readers_words(kept: str) -> str:
    """What is kept with a refund, in the reader's language where the words are ours and not a person's."""
    return _OWN_WORDS.get(kept, kept)


def lock_booked_payment(order: Order) -> Payment | None:
    """The payment because of which the order went on, held until the transaction ends; None where nobody paid."""
    held = Payment.objects.select_for_update(of=("self",), no_key=True)
    return held.filter(order=order, booked_at__isnull=False).first()


def booked_payment(order: Order) -> Payment | None:
    return Payment.objects.filter(order=order, booked_at__isnull=False).first()


def left_to_refund(payment: Payment) -> Decimal:
    """What the provider still holds of the payment and owes to nobody."""
    if payment.status != PaymentStatus.CONFIRMED:
        return NOTHING
    waiting = Refund.objects.filter(payment=payment, done_at__isnull=True).aggregate(sum=Sum("amount"))["sum"]
    return payment.captured_amount - (waiting or NOTHING)


def owe(
    payment: Payment,
    amount: Decimal,
    *,
    tenant: Tenant,
    by: Member | None,
    reason: str,
    compensation: Compensation | None = None,
    now: datetime,
) -> Refund:
    """A refund that waits to be carried out. The caller holds the order and has looked that as much is left."""
    refund = Refund.objects.create(
        tenant=tenant,
        payment=payment,
        amount=amount,
        reason=reason,
        compensation=compensation,
        by=by,
        asked_at=now,
    )
    data = {"order": str(payment.order_id), "amount": str(amount), "currency": payment.currency}
    record_entry(tenant=tenant, by=by, action="refund.asked", subject=refund, now=now, data=data)
    nudge("orders.carry_out_refunds", tenant_id=str(tenant.pk))
    return refund


def lock_refund(refund_id: UUID) -> tuple[Refund, Payment, Order] | None:
    """The refund, its payment and its order, all held, the order first as everywhere. None where there is none."""
    refund = Refund.objects.select_related("payment").filter(pk=refund_id).first()
    if refund is None:
        return None
    order = lock_order(refund.payment.order_id)
    payment = Payment.objects.select_for_update(of=("self",), no_key=True).get(pk=refund.payment_id)
    return Refund.objects.select_for_update(of=("self",), no_key=True).get(pk=refund_id), payment, order


def without_it(payment: Payment, refund: Refund) -> None:
    """Note that the refund went out of the payment in a way that the provider's own answer did not tell us."""
    payment.captured_amount -= refund.amount
    if payment.captured_amount <= NOTHING:
        payment.status = PaymentStatus.REFUNDED
    payment.save(update_fields=["captured_amount", "status"])
