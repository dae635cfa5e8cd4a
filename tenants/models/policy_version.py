"""A published policy: numbered, immutable, in force from a moment on."""

from __future__ import annotations

import pgtrigger
from django.db import models

from policy.document import PolicyDocument
from tenants.fields import TenantForeignKey
from tenants.models.base import TenantModel
from tenants.parsed import parsed_policy


class PolicyVersion(TenantModel):
    number = models.PositiveIntegerField()
    document = models.JSONField()
    note = models.CharField(
        max_length=300, blank=True, default="", db_default="", help_text="What it changed, in a few words."
    )
    effective_from = models.DateTimeField()
    published_at = models.DateTimeField()
    published_by = TenantForeignKey("tenants.Member", null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "number"], name="one_policy_a_number")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"version {self.number}"

    @property
    def policy(self) -> PolicyDocument:
        """The typed document, parsed once a process: a version never changes."""
        return parsed_policy(self)
