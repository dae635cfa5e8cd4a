"""Something that happened and that other programs should hear of: noted with it, and gone once it is passed on."""

from __future__ import annotations

from django.db import models

from tenants.models import TenantModel


class Announcement(TenantModel):
    """A row of the outbox: written in the transaction of what happened, taken in the one that passes it on."""

    kind = models.CharField(max_length=60, help_text="What happened, as in review.published.")
    subject_id = models.UUIDField(help_text="The review, request, appeal or seller that it happened to.")
    data = models.JSONField(default=dict, help_text="Ids, states and figures of that moment; no texts of people.")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "at"], name="announcements_by_age")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
