"""What the review's author answers, and what an agent asks the requester."""

from __future__ import annotations

import pgtrigger
from django.db import models

from tenants.fields import TenantForeignKey, TenantOneToOneField
from tenants.models import TenantModel


class Reply(TenantModel):
    request = TenantOneToOneField("disputes.RemovalRequest", related_name="reply")
    by = TenantForeignKey("tenants.Member", related_name="+")
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "replies"
        constraints = [models.UniqueConstraint(fields=["tenant", "request"], name="one_reply_a_request")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"reply to {self.request_id}"


class InformationRequest(TenantModel):
    request = TenantForeignKey("disputes.RemovalRequest", related_name="information_requests")
    asked_by = TenantForeignKey("tenants.Member", related_name="+")
    question = models.TextField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = TenantForeignKey("tenants.Member", null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "request"], name="questions_of_a_request")]

    def __str__(self) -> str:
        return self.question[:60]
