"""The answer given to a write with an Idempotency-Key, kept for a day."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models

from tenants.models import TenantModel

KEPT = timedelta(hours=24)


class StoredAnswer(TenantModel):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    route = models.CharField(max_length=300)
    key = models.CharField(max_length=255)
    body_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "owner", "route", "key"], name="one_answer_a_call")]
        indexes = [models.Index(fields=["tenant", "created_at"], name="answers_by_age")]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
