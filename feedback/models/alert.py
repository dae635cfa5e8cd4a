"""A seller's rate has come near its target, or fallen under it: told once, until it is well again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class RateAlert(TenantModel):
    class Level(models.TextChoices):
        NEAR = "near"
        BELOW = "below"

    seller = TenantForeignKey("orders.Seller", related_name="alerts")
    level = models.CharField(max_length=5, choices=Level.choices)
    # As they were when it began, of 1.
    rate = models.DecimalField(max_digits=5, decimal_places=4)
    target = models.DecimalField(max_digits=5, decimal_places=4)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "seller"], condition=Q(ended_at__isnull=True), name="one_standing_alert_a_seller"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "seller", "-since"], name="alerts_of_a_seller")]

    def __str__(self) -> str:
        return f"{self.level} target: seller {self.seller_id}"
