"""Either side's complaint against a decision (DSA Art. 20), decided by somebody else."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from policy.terms import AppealStatus, Party
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class Appeal(TenantModel):
    decision = TenantForeignKey("disputes.Decision", related_name="appeals")
    party = models.CharField(max_length=10, choices=[(p.value, p.value) for p in Party])
    lodged_by = TenantForeignKey("tenants.Member", related_name="+")
    body = models.TextField()
    status = models.CharField(
        max_length=10,
        choices=[(s.value, s.value.replace("_", " ")) for s in AppealStatus],
        default=AppealStatus.LODGED,
    )
    lodged_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_by = TenantForeignKey("tenants.Member", null=True, blank=True, related_name="+")
    claimed_until = models.DateTimeField(null=True, blank=True)
    decided_by = TenantForeignKey("tenants.Member", null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "decision", "party"], name="one_appeal_a_decision_and_party"),
            models.CheckConstraint(condition=Q(status__in=[s.value for s in AppealStatus]), name="appeal_status_known"),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "due_at"],
                name="open_appeals_by_deadline",
                condition=Q(status__in=["lodged", "in_review"]),
            ),
            models.Index(fields=["tenant", "lodged_at"], name="appeals_by_lodging"),
        ]

    def __str__(self) -> str:
        return f"appeal against {self.decision_id}"
