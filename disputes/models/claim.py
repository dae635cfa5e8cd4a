"""A claim names a ground and says why; findings say what holds for it."""

from __future__ import annotations

import pgtrigger
from django.db import models

from policy.terms import FeedbackType, GroundKey, Verdict
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel

APPEND_ONLY = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class Claim(TenantModel):
    request = TenantForeignKey("disputes.RemovalRequest", related_name="claims")
    ground = models.CharField(max_length=32, choices=[(g.value, g.value.replace("_", " ")) for g in GroundKey])
    statement = models.TextField(blank=True)
    feedback_type = models.CharField(
        max_length=32, blank=True, choices=[(t.value, t.value.replace("_", " ")) for t in FeedbackType]
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "request", "ground"], name="one_claim_a_ground")]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.ground


class Finding(TenantModel):
    """What a program found for a claim; the newest counts, the older ones stay."""

    claim = TenantForeignKey(Claim, related_name="findings")
    revision = models.PositiveIntegerField(help_text="The ground's revision.")
    gatherer = models.CharField(max_length=100, blank=True, help_text="Which gatherers, in which versions.")
    verdict = models.CharField(max_length=8, choices=[(v.value, v.value) for v in Verdict])
    confidence = models.FloatField()
    explanation = models.TextField()
    references = models.JSONField(default=list)
    facts = models.JSONField(default=dict, help_text="The facts it was found from, so that it can be found again.")
    found_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "claim", "-found_at"], name="findings_of_a_claim")]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.verdict}: {self.explanation}"
