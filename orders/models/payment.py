"""What a buyer pays for an order, through a payment provider, and what is paid back of it."""

from __future__ import annotations

from collections.abc import Iterator

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from payments import PaymentStatus, PurchasedItem
from payments.core import get_base_url
from payments.models import BasePayment

from policy.saying import say
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class Payment(BasePayment, TenantModel):
    """One attempt to pay for an order; its status is the provider's word."""

    order = TenantForeignKey("orders.Order", related_name="payments")
    # As large as an order's amount may be.
    total = models.DecimalField(max_digits=14, decimal_places=2)
    captured_amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    # When the order went on because of it: a payment that is confirmed and has none yet still waits for that.
    booked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "token"], name="one_payment_a_token"),
            models.UniqueConstraint(
                fields=["tenant", "order"], condition=Q(booked_at__isnull=False), name="an_order_is_paid_once"
            ),
            models.CheckConstraint(condition=Q(total__gt=0), name="payments_are_of_something"),
        ]
        indexes = [
            models.Index(fields=["tenant", "order", "created"], name="payments_of_an_order"),
            models.Index(
                fields=["tenant", "modified"],
                name="payments_to_book",
                condition=Q(status=PaymentStatus.CONFIRMED, booked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.total} {self.currency} for order {self.order_id}"

    def get_success_url(self) -> str:
        return get_base_url() + reverse("order_paid", args=[self.order.external_id])

    def get_failure_url(self) -> str:
        return get_base_url() + reverse("order_pay", args=[self.order.external_id])

    def get_purchased_items(self) -> Iterator[PurchasedItem]:
        """One line: what a discount took off belongs to no single piece."""
        title = (
            self.order.offer.title if self.order.offer else str(say("Order {number}", number=self.order.external_id))
        )
        name = title if self.order.quantity == 1 else f"{self.order.quantity} x {title}"
        yield PurchasedItem(name=name, quantity=1, price=self.total, currency=self.currency, sku=self.order.external_id)


class Refund(TenantModel):
    """Money that went back, all of it or a part. Never changed; `done_at` tells that the provider carried it out."""

    payment = TenantForeignKey(Payment, related_name="refunds")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    reason = models.TextField(blank=True)
    # The compensation that it is, where it is one.
    compensation = TenantForeignKey("orders.Compensation", null=True, blank=True, related_name="+")
    by = TenantForeignKey("tenants.Member", null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    failed_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refunds_are_of_something"),
            models.UniqueConstraint(
                fields=["tenant", "compensation"],
                condition=Q(compensation__isnull=False),
                name="a_compensation_is_refunded_once",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "payment", "asked_at"], name="refunds_of_a_payment"),
            models.Index(fields=["tenant", "asked_at"], name="refunds_to_do", condition=Q(done_at__isnull=True)),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="amount_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__amount__df=pgtrigger.F("new__amount")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} back of payment {self.payment_id}"
