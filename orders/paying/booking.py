"""Books what a provider says was paid: the order goes on, or the money goes back where nothing is due any more.

A confirmed payment without `booked_at` and without a refund is work that waits; doing it twice does it once.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from payments import PaymentStatus

from audit.actions.record_entry import record_entry
from orders.models import Order, Payment
from orders.moving import become, lock_order
from orders.paying.refunding import NOTHING, PAID_TOO_LATE, PAID_TWICE, owe
from orders.telling.trade import tell_paid
from policy.terms import OrderStatus
from tenants.models import Tenant
from wire.refusals import NotThere

_PROMISES = ("promised_start_at", "promised_ship_at", "promised_completion_at")


def payments_to_book() -> QuerySet[Payment]:
    """Confirmed, and nothing has come of it yet; longest ago first."""
    waiting = Payment.objects.filter(status=PaymentStatus.CONFIRMED, booked_at__isnull=True, refunds__isnull=True)
    return waiting.order_by("modified", "id")


def lock_payment(payment_id: UUID) -> tuple[Payment, Order]:
    """The payment and its order, held: first the order, so that two who come from either side wait, never in a ring.

    Raises NotThere.
    """
    found = Payment.objects.filter(pk=payment_id).values_list("order_id", flat=True).first()
    if found is None:
        raise NotThere
    order = lock_order(found)
    payment = Payment.objects.select_for_update(of=("self",), no_key=True).get(pk=payment_id)
    payment.order = order
    return payment, order


def book(payment: Payment, order: Order, *, tenant: Tenant, now: datetime) -> bool:
    """Whether anything came of it now. The caller holds both."""
    if payment.status != PaymentStatus.CONFIRMED or payment.booked_at is not None or payment.refunds.exists():
        return False
    if payment.captured_amount == NOTHING:
        # Not every provider says how much it took where it took all.
        payment.captured_amount = payment.total
    if order.status == OrderStatus.AWAITING_PAYMENT:
        payment.booked_at = now
        payment.save(update_fields=["captured_amount", "booked_at"])
        begin(order, tenant=tenant, now=now)
        tell_paid(order, payment, tenant=tenant, now=now)
    else:
        payment.save(update_fields=["captured_amount"])
        owe(payment, payment.captured_amount, tenant=tenant, by=None, reason=_too_late(order), now=now)
    data = {"order": str(order.pk), "amount": str(payment.captured_amount), "booked": payment.booked_at is not None}
    record_entry(tenant=tenant, by=None, action="payment.confirmed", subject=payment, now=now, data=data)
    return True


def begin(order: Order, *, tenant: Tenant, now: datetime) -> None:
    """The order is paid: the seller's promised times run from now on, not from when it was placed."""
    promised = {name: getattr(order, name) for name in _PROMISES}
    waited = now - order.placed_at
    later = {name: moment + waited for name, moment in promised.items() if moment is not None}
    become(order, OrderStatus.IN_PROGRESS, tenant=tenant, by=None, now=now, **later)


def _too_late(order: Order) -> str:
    if order.status == OrderStatus.CANCELED:
        return PAID_TOO_LATE
    return PAID_TWICE
