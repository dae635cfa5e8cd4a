"""A decided case that another agent decides once more without seeing the first answer; it changes nothing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from policy.terms import Outcome
from tenants.fields import TenantForeignKey, TenantOneToOneField
from tenants.models import TenantModel


class SecondLook(TenantModel):
    """Drawn when a decision takes effect; answered once, by an agent who had no part in the case."""

    decision = TenantOneToOneField("disputes.Decision", related_name="second_look")
    drawn_at = models.DateTimeField()
    claimed_by = TenantForeignKey("tenants.Member", null=True, related_name="+")
    claimed_until = models.DateTimeField(null=True)
    by = TenantForeignKey("tenants.Member", null=True, related_name="+")
    outcome = models.CharField(max_length=10, blank=True, choices=[(o.value, o.value) for o in Outcome])
    findings = models.JSONField(default=dict, help_text='{ground: "met"|"not_met"}')
    reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "decision"], name="one_second_look_a_decision"),
            models.CheckConstraint(
                condition=Q(by__isnull=True, answered_at__isnull=True, outcome="")
                | (Q(by__isnull=False, answered_at__isnull=False) & ~Q(outcome="")),
                name="answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True, claimed_until__isnull=True)
                | Q(claimed_by__isnull=False, claimed_until__isnull=False),
                name="second_look_claimed_until_some_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "drawn_at", "id"], name="second_looks_waiting", condition=Q(answered_at__isnull=True)
            ),
            models.Index(fields=["tenant", "answered_at"], name="second_looks_by_time"),
        ]

    def __str__(self) -> str:
        return f"second look at {self.decision_id}"
