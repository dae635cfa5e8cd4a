"""One purchase, with the times and parties that a fair review is judged by."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from policy.terms import OrderStatus
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class FulfilledBy(models.TextChoices):
    SELLER = "seller"
    PLATFORM = "platform"
    PARTNER = "partner"


class Order(TenantModel):
    external_id = models.CharField(max_length=100)
    buyer = TenantForeignKey("tenants.Member", related_name="purchases")
    seller = TenantForeignKey("orders.Seller", related_name="orders")
    offer = TenantForeignKey("orders.Offer", null=True, blank=True, related_name="orders")
    partner = TenantForeignKey("orders.Partner", null=True, blank=True, related_name="orders")
    status = models.CharField(max_length=20, choices=[(s.value, s.value.replace("_", " ")) for s in OrderStatus])
    fulfilled_by = models.CharField(max_length=10, choices=FulfilledBy.choices, default=FulfilledBy.SELLER)
    placed_at = models.DateTimeField()
    promised_start_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    promised_ship_at = models.DateTimeField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    promised_completion_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When it became finished, refund or canceled.")
    tracking_number = models.CharField(max_length=100, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    quantity = models.PositiveIntegerField(default=1, db_default=1)
    # For an order that was placed on these pages: when its seller's goods are free again if nobody has paid.
    pay_by = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "external_id"], name="one_order_an_external_id"),
            models.CheckConstraint(condition=Q(status__in=[s.value for s in OrderStatus]), name="order_status_known"),
            models.CheckConstraint(
                condition=Q(fulfilled_by="partner", partner__isnull=False)
                | (~Q(fulfilled_by="partner") & Q(partner__isnull=True)),
                name="partner_named_when_it_fulfils",
            ),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="amount_not_negative"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="at_least_one_is_bought"),
        ]
        indexes = [
            models.Index(fields=["tenant", "buyer", "-placed_at"], name="orders_of_a_buyer"),
            models.Index(fields=["tenant", "seller", "-placed_at"], name="orders_of_a_seller"),
            models.Index(
                fields=["tenant", "seller", "-closed_at"], name="orders_ended", condition=Q(closed_at__isnull=False)
            ),
            models.Index(fields=["tenant", "pay_by"], name="orders_to_pay", condition=Q(status="awaiting_payment")),
            models.Index(
                fields=["tenant", "delivered_at"],
                name="orders_to_confirm",
                condition=Q(status="delivered", pay_by__isnull=False),
            ),
            models.Index(
                fields=["tenant", "seller", "placed_at"],
                name="orders_running",
                condition=Q(status__in=["awaiting_payment", "in_progress", "delivered"]),
            ),
        ]

    def __str__(self) -> str:
        return self.external_id
