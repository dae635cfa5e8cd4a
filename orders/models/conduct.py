"""How sellers deal with buyers outside of orders: who does not want to be written to, and what was complained about."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from tenants.fields import TenantForeignKey, TenantOneToOneField
from tenants.models import TenantModel


class SellerMute(TenantModel):
    """A buyer hears nothing more from a seller, but about orders that still run."""

    buyer = TenantForeignKey("tenants.Member", related_name="muted_sellers")
    seller = TenantForeignKey("orders.Seller", related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "buyer", "seller"], name="muted_once")]

    def __str__(self) -> str:
        return f"{self.buyer_id} hears nothing of {self.seller_id}"


class SellerReport(TenantModel):
    """A buyer tells the desk that a seller writes too much, or offers something for a change of a review."""

    class Kind(models.TextChoices):
        OVER_CONTACT = "over_contact"
        INDUCEMENT = "inducement"
        PRESSURE = "pressure"
        OTHER = "other"

    class Status(models.TextChoices):
        OPEN = "open"
        CONFIRMED = "confirmed"
        DISMISSED = "dismissed"

    order = TenantForeignKey("orders.Order", related_name="reports")
    seller = TenantForeignKey("orders.Seller", related_name="reports")
    by = TenantForeignKey("tenants.Member", related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    words = models.TextField()
    message = TenantForeignKey("orders.Message", null=True, blank=True, related_name="+")
    reported_at = models.DateTimeField()
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.OPEN)
    looked_at_by = TenantForeignKey("tenants.Member", null=True, blank=True, related_name="+")
    looked_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "order", "by", "kind"],
                condition=Q(status="open"),
                name="one_open_report_an_order_and_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "reported_at"], name="reports_open", condition=Q(status="open")),
            models.Index(fields=["tenant", "seller", "-reported_at"], name="reports_of_a_seller"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by seller {self.seller_id}"


class ConductWarning(TenantModel):
    """A seller was shown which rule their words would break, and sent them all the same."""

    message = TenantOneToOneField("orders.Message", related_name="warning")
    seller = TenantForeignKey("orders.Seller", related_name="+")
    by = TenantForeignKey("tenants.Member", null=True, blank=True, related_name="+")
    rule = models.CharField(max_length=12)
    # [[start, end], …] in characters of the message.
    passages = models.JSONField(default=list)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "message"], name="one_warning_a_message")]
        indexes = [models.Index(fields=["tenant", "seller", "-sent_at"], name="warnings_of_a_seller")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.rule} in message {self.message_id}"
