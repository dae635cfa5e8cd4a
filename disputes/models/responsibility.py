"""Who answers for a negative review: its type, and the partner's documents (fulfilment networks)."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from policy.terms import FeedbackType
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel

APPEND_ONLY = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
_TYPES = [(t.value, t.value.replace("_", " ")) for t in FeedbackType]


class FeedbackCause(TenantModel):
    """What a review is about, as somebody typed it. The latest of an agent counts, else the latest of the seller."""

    class Side(models.TextChoices):
        SELLER = "seller"
        AGENT = "agent"

    review = TenantForeignKey("feedback.Review", related_name="causes")
    feedback_type = models.CharField(max_length=32, choices=_TYPES)
    side = models.CharField(max_length=6, choices=Side.choices)
    typed_by = TenantForeignKey("tenants.Member", related_name="+")
    typed_at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "review", "-typed_at"], name="causes_of_a_review")]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.feedback_type


class DocumentRequest(TenantModel):
    """What the fulfilment partner is asked to show about an order it shipped, and what came of it."""

    partner = TenantForeignKey("orders.Partner", related_name="+")
    order = TenantForeignKey("orders.Order", related_name="+")
    review = TenantForeignKey("feedback.Review", related_name="document_requests")
    feedback_type = models.CharField(max_length=32, choices=_TYPES)
    asks_for = models.TextField(help_text="What is due, in words.")
    asked_by = TenantForeignKey("tenants.Member", related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    given_by = TenantForeignKey("tenants.Member", null=True, related_name="+")
    given_at = models.DateTimeField(null=True)
    # What an agent read in the documents; empty until somebody has.
    proves_it_right = models.BooleanField(null=True)
    judged_by = TenantForeignKey("tenants.Member", null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    judgement = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "review"],
                condition=Q(given_at__isnull=True),
                name="one_open_document_request_a_review",
            ),
            models.CheckConstraint(
                condition=Q(proves_it_right__isnull=True) | Q(given_at__isnull=False, judged_at__isnull=False),
                name="only_given_documents_are_judged",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "partner", "-asked_at"], name="documents_of_a_partner"),
            models.Index(
                fields=["tenant", "partner", "due_at"], name="documents_due", condition=Q(given_at__isnull=True)
            ),
            models.Index(fields=["tenant", "review", "-asked_at"], name="documents_of_a_review"),
        ]

    @property
    def given_late(self) -> bool:
        """From the due instant on; then they count as not given."""
        return self.given_at is not None and self.given_at >= self.due_at

    def __str__(self) -> str:
        return f"documents for {self.order_id}"


class PartnerDocument(TenantModel):
    request = TenantForeignKey(DocumentRequest, related_name="documents")
    upload = TenantForeignKey("orders.Upload", related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "request", "upload"], name="given_once")]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return str(self.upload)
