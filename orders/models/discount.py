"""A code that takes something off a buyer's next order with a seller: a compensation, used once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tenants.fields import TenantForeignKey, TenantOneToOneField
from tenants.models import TenantModel


class Discount(TenantModel):
    compensation = TenantOneToOneField("orders.Compensation", related_name="discount")
    seller = TenantForeignKey("orders.Seller", related_name="+")
    buyer = TenantForeignKey("tenants.Member", related_name="discounts")
    code = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    expires_at = models.DateTimeField(null=True, blank=True)
    # Taken when the order is placed, free again where that order is canceled before it was paid.
    used_by = TenantForeignKey("orders.Order", null=True, blank=True, related_name="discounts")
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "code"], name="one_discount_a_code"),
            models.UniqueConstraint(fields=["tenant", "compensation"], name="one_discount_a_compensation"),
            models.UniqueConstraint(
                fields=["tenant", "used_by"], condition=Q(used_by__isnull=False), name="one_discount_an_order"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="discounts_are_of_something"),
            models.CheckConstraint(
                condition=Q(used_by__isnull=True, used_at__isnull=True)
                | Q(used_by__isnull=False, used_at__isnull=False),
                name="a_used_discount_says_when",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "buyer", "seller"], name="discounts_of_a_buyer")]

    def __str__(self) -> str:
        return self.code
