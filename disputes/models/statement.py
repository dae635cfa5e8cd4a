"""What each side is told: a statement of reasons to the author (DSA Art. 17), a notice to the requester."""

from __future__ import annotations

import pgtrigger
from django.db import models

from policy.saying import say
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class Statement(TenantModel):
    class Kind(models.TextChoices):
        STATEMENT = "statement", say("statement of reasons")
        NOTICE = "notice", say("decision notice")

    decision = TenantForeignKey("disputes.Decision", related_name="statements")
    review = TenantForeignKey("feedback.Review", related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    addressee = TenantForeignKey("tenants.Member", related_name="statements")
    # The seller for whom a notice is, so that every member who runs it may read it.
    seller = TenantForeignKey("orders.Seller", null=True, related_name="+")
    measure = models.TextField()
    duration = models.TextField()
    territory = models.TextField()
    facts = models.TextField()
    source = models.TextField(help_text="What made us look: whose notice, without naming the person.")
    ground = models.CharField(max_length=32, blank=True)
    explanation = models.TextField()
    automated = models.TextField(help_text="What programs did and what people did.")
    redress = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "decision", "kind"], name="told_once")]
        indexes = [
            models.Index(fields=["tenant", "addressee", "-created_at"], name="statements_of_a_member"),
            models.Index(
                fields=["tenant", "created_at"], name="statements_to_report", condition=models.Q(kind="statement")
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.kind} on {self.decision_id}"
