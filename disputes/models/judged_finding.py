"""Every decision is a label: what a gatherer had proposed for a ground, and what the agent answered."""

from __future__ import annotations

import pgtrigger
from django.db import models

from policy.terms import GroundKey, Verdict
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class JudgedFinding(TenantModel):
    """One a decision and ground; the quality desk counts them by gatherer, ground and month."""

    decision = TenantForeignKey("disputes.Decision", related_name="judged")
    ground = models.CharField(max_length=32, choices=[(g.value, g.value.replace("_", " ")) for g in GroundKey])
    gatherer = models.CharField(max_length=100, blank=True, help_text="With versions; '' where facts are plain.")
    revision = models.PositiveIntegerField(help_text="The ground's revision.")
    proposed = models.CharField(max_length=8, choices=[(v.value, v.value) for v in Verdict])
    confidence = models.FloatField()
    answer = models.CharField(max_length=8, choices=[(v.value, v.value) for v in Verdict])
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "decision", "ground"], name="one_answer_a_ground")]
        indexes = [
            models.Index(fields=["tenant", "decided_at"], name="judged_findings_by_time"),
            models.Index(fields=["tenant", "ground", "-decided_at", "id"], name="judged_findings_by_ground"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.ground}: {self.proposed}, answered {self.answer}"
