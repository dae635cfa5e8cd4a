"""The record that a published policy made every sentiment anew: how far it is, and what it changed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class Derivation(TenantModel):
    """One a policy version that came into force; the row is the queue, and its cursor the place to go on."""

    policy_version = TenantForeignKey("tenants.PolicyVersion", related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    # The last review looked at; reviews are taken in the order of their ids.
    cursor = models.UUIDField(null=True)
    total = models.PositiveIntegerField(help_text="Reviews there were when it began.")
    looked_at = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0, help_text="Reviews whose sentiment became another.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "policy_version"], name="derived_once_a_version"),
            models.CheckConstraint(condition=Q(changed__lte=F("looked_at")), name="no_more_changed_than_seen"),
        ]

    def __str__(self) -> str:
        return f"sentiments by {self.policy_version_id}"
