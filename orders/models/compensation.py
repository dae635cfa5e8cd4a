"""Something a seller gives a buyer to make up for a trouble; tied to nothing, least of all to feedback."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from policy.terms import CompensationKind
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class Compensation(TenantModel):
    order = TenantForeignKey("orders.Order", related_name="compensations")
    kind = models.CharField(max_length=14, choices=[(k.value, k.value.replace("_", " ")) for k in CompensationKind])
    description = models.TextField()
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    given_by = TenantForeignKey("tenants.Member", related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in CompensationKind]), name="compensation_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0), name="compensations_are_of_something"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "order", "-given_at"], name="compensations_of_an_order")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.kind} for order {self.order_id}"
