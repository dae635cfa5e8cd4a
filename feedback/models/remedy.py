"""What a seller did about an order or an offer at risk, from the prevention desk; kept for good."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from policy.prevention import RemedyKind, Risk
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class Remedy(TenantModel):
    seller = TenantForeignKey("orders.Seller", related_name="remedies")
    # Neither where it is about all that the seller offers.
    order = TenantForeignKey("orders.Order", null=True, blank=True, related_name="remedies")
    offer = TenantForeignKey("orders.Offer", null=True, blank=True, related_name="remedies")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value.replace("_", " ")) for k in RemedyKind])
    # What it was taken against; empty where nothing was at risk yet, as before going offline.
    risk = models.CharField(max_length=20, blank=True, choices=[(r.value, r.value.replace("_", " ")) for r in Risk])
    taken_by = TenantForeignKey("tenants.Member", related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in RemedyKind]), name="remedy_kind_known"),
            models.CheckConstraint(condition=Q(risk="") | Q(risk__in=[r.value for r in Risk]), name="risk_known"),
            models.CheckConstraint(
                condition=Q(order__isnull=True) | Q(offer__isnull=True), name="a_remedy_is_about_one_thing"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "seller", "-taken_at"], name="remedies_of_a_seller"),
            models.Index(
                fields=["tenant", "order", "-taken_at"],
                name="remedies_of_an_order",
                condition=Q(order__isnull=False),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.kind} of seller {self.seller_id}"
