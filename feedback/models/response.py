"""The seller's one public answer to a review, and what it said before."""

from __future__ import annotations

import pgtrigger
from django.db import models

from tenants.fields import TenantForeignKey, TenantOneToOneField
from tenants.models import TenantModel


class Response(TenantModel):
    review = TenantOneToOneField("feedback.Review", related_name="response")
    body = models.TextField()
    by = TenantForeignKey("tenants.Member", null=True, blank=True, related_name="+")
    published_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    # A response that was taken back keeps its row, so that there is never a second first one.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "review"], name="one_response_a_review")]

    def __str__(self) -> str:
        return f"response to {self.review_id}"


class ResponseRevision(TenantModel):
    response = TenantForeignKey(Response, related_name="revisions")
    number = models.PositiveIntegerField()
    body = models.TextField(blank=True)
    at = models.DateTimeField()
    by = TenantForeignKey("tenants.Member", null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "response", "number"], name="one_answer_a_number")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.number} of {self.response_id}"
