"""A private offer to one buyer, made in the chat: whoever else has its link sees nothing, and it ends by itself."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from policy.terms import CustomOrderStatus
from tenants.fields import TenantForeignKey, TenantOneToOneField
from tenants.models import TenantModel


class CustomOrder(TenantModel):
    seller = TenantForeignKey("orders.Seller", related_name="custom_orders")
    buyer = TenantForeignKey("tenants.Member", related_name="custom_orders")
    # The order in whose chat it was made, where there was one.
    made_in = TenantForeignKey("orders.Order", null=True, blank=True, related_name="custom_orders")
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    complete_within_hours = models.PositiveIntegerField(null=True, blank=True)
    # No secret: only its buyer, signed in, sees what is behind it.
    token = models.CharField(max_length=43)
    status = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in CustomOrderStatus], default=CustomOrderStatus.OPEN
    )
    made_by = TenantForeignKey("tenants.Member", related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # What it became when the buyer took it; paid for or not yet.
    order = TenantOneToOneField("orders.Order", null=True, blank=True, related_name="from_custom_order")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "token"], name="one_custom_order_a_token"),
            models.UniqueConstraint(
                fields=["tenant", "order"], condition=Q(order__isnull=False), name="one_custom_order_an_order"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="custom_orders_cost_something"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="custom_orders_end_after_made"),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in CustomOrderStatus]), name="custom_order_status_known"
            ),
            models.CheckConstraint(condition=~Q(status="paid") | Q(order__isnull=False), name="paid_became_an_order"),
        ]
        indexes = [
            models.Index(fields=["tenant", "seller", "-made_at"], name="custom_orders_of_a_seller"),
            models.Index(fields=["tenant", "buyer", "-made_at"], name="custom_orders_of_a_buyer"),
            models.Index(fields=["tenant", "made_in", "made_at"], name="custom_orders_in_a_chat"),
            models.Index(fields=["tenant", "expires_at"], name="custom_orders_to_end", condition=Q(status="open")),
        ]

    def __str__(self) -> str:
        return self.title
