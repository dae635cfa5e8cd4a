"""An agent's outcome on a case: immutable, with the policy version, facts and findings it rests on."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from policy.terms import Outcome
from tenants.fields import TenantForeignKey, TenantOneToOneField
from tenants.models import TenantModel

APPEND_ONLY = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class Decision(TenantModel):
    request = TenantForeignKey("disputes.RemovalRequest", related_name="decisions")
    review = TenantForeignKey("feedback.Review", related_name="+")
    outcome = models.CharField(max_length=10, choices=[(o.value, o.value) for o in Outcome])
    # {ground: "met"|"not_met"} as the agent resolved them, and {ground: finding} as the programs proposed.
    findings = models.JSONField()
    proposed = models.JSONField()
    ground = models.CharField(max_length=32, blank=True, help_text="The met ground that carries the outcome.")
    reason = models.TextField()
    departure_reason = models.TextField(blank=True)
    spans = ArrayField(ArrayField(models.PositiveIntegerField(), size=2), default=list)
    # The criteria that a strike is of; null for the whole review.
    criteria = ArrayField(models.CharField(max_length=16), null=True)
    good_faith = models.BooleanField()
    policy_version = TenantForeignKey("tenants.PolicyVersion", related_name="+")
    facts = models.JSONField(help_text="The facts as they were when it was decided.")
    decided_by = TenantForeignKey("tenants.Member", related_name="+")
    decided_at = models.DateTimeField()
    # Held for a second approval: nothing takes effect before a lead approves.
    held = models.BooleanField(default=False)
    supersedes = TenantOneToOneField("self", null=True, related_name="superseded_by")
    appeal = TenantOneToOneField("disputes.Appeal", null=True, related_name="new_decision")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "supersedes"], name="superseded_once"),
            models.UniqueConstraint(fields=["tenant", "appeal"], name="one_decision_an_appeal"),
        ]
        indexes = [
            models.Index(fields=["tenant", "request", "decided_at"], name="decisions_of_a_request"),
            models.Index(fields=["tenant", "decided_at", "id"], name="decisions_by_time"),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.outcome} ({self.id})"


class Approval(TenantModel):
    """A lead's answer to a held decision."""

    decision = TenantOneToOneField(Decision, related_name="approval")
    approved = models.BooleanField()
    reason = models.TextField(blank=True)
    by = TenantForeignKey("tenants.Member", related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "decision"], name="one_approval_a_decision")]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return "approved" if self.approved else "sent back"
