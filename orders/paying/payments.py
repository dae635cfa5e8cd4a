"""Reads of payments and refunds of an order."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from orders.models import Order, Payment, Refund
from policy.terms import OrderStatus
from wire.refusals import NotThere


def payment_of_token(token: object) -> Payment:
    """Raises NotThere."""
    payment = Payment.objects.filter(token=str(token)).select_related("order").first()
    if payment is None:
        raise NotThere
    return payment


def payment_in(order: Order, token: object) -> Payment:
    """The payment of that token for this order. Raises NotThere."""
    payment = payment_of_token(token)
    if payment.order_id != order.pk:
        raise NotThere
    return payment


def latest_payment(order: Order) -> Payment | None:
    return Payment.objects.filter(order=order).order_by("-created", "-id").first()


def refunds_of(order: Order) -> QuerySet[Refund]:
    """Oldest first."""
    return Refund.objects.filter(payment__order=order).order_by("asked_at", "id")


def refund_in(order: Order, refund_id: UUID) -> Refund:
    """Raises NotThere."""
    refund = refunds_of(order).filter(pk=refund_id).first()
    if refund is None:
        raise NotThere
    return refund


def never_paid(order: Order) -> bool:
    """Whether it was placed on these pages and canceled before anything was paid for it."""
    if order.status != OrderStatus.CANCELED or order.pay_by is None or not order.amount:
        return False
    paid = getattr(order, "was_paid", None)
    return not (Payment.objects.filter(order=order, booked_at__isnull=False).exists() if paid is None else paid)
