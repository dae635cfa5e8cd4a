"""What a review was and counted as from each change on. Append-only: past rates are read from it."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class Revision(TenantModel):
    class Kind(models.TextChoices):
        POSTED = "posted"
        EDITED = "edited"
        WITHDRAWN = "withdrawn"
        STRUCK = "struck"
        REMOVED = "removed"
        REDACTED = "redacted"
        ATTRIBUTED = "attributed"
        RESTORED = "restored"
        DERIVED = "derived", "sentiment derived again"

    review = TenantForeignKey("feedback.Review", related_name="revisions")
    seller = TenantForeignKey("orders.Seller", related_name="+")
    number = models.PositiveIntegerField(help_text="The review's version from this change on.")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    by = TenantForeignKey("tenants.Member", null=True, blank=True, related_name="+")
    status = models.CharField(max_length=10)
    ground = models.CharField(max_length=32, blank=True)
    sentiment = models.CharField(max_length=8)
    fulfilment = models.PositiveSmallIntegerField(null=True)
    start_time = models.PositiveSmallIntegerField(null=True)
    communication = models.PositiveSmallIntegerField(null=True)
    overall = models.PositiveSmallIntegerField(null=True)
    stars = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)
    policy_version = TenantForeignKey("tenants.PolicyVersion", related_name="+")
    # For an attribution: the type of feedback, and the points that it costs the partner.
    attributed_as = models.CharField(max_length=32, blank=True, default="", db_default="")
    penalty_points = models.PositiveIntegerField(default=0, db_default=0)
    # Spans [start, end) of the comment that this change hid; those of earlier ones stay hidden with it.
    spans = ArrayField(ArrayField(models.PositiveIntegerField(), size=2), null=True)
    # The criteria that are struck from this change on.
    struck_criteria = ArrayField(models.CharField(max_length=16), null=True)
    # For a restoration: the number of the change that it took back; empty where it took back all that stood.
    undoes = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "review", "number"], name="one_revision_a_number")]
        indexes = [models.Index(fields=["tenant", "seller", "at"], name="revisions_of_a_seller")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
