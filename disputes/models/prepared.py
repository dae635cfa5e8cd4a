"""A decision that an agent has given at the desk and may still take back: nothing has happened yet."""

from __future__ import annotations

from django.db import models

from tenants.fields import TenantForeignKey, TenantOneToOneField
from tenants.models import TenantModel


class PreparedDecision(TenantModel):
    """Becomes a decision at `takes_effect_at`; taken back before, the row goes.

    Those of one group, prepared by one agent at one moment, take effect together.
    """

    request = TenantOneToOneField("disputes.RemovalRequest", related_name="prepared")
    group = TenantForeignKey("disputes.GroupCase", null=True, related_name="prepared")
    by = TenantForeignKey("tenants.Member", related_name="+")
    version = models.PositiveIntegerField(help_text="The version of the case that the agent saw.")
    words = models.JSONField(help_text="What the agent typed, as the deciding action takes it.")
    prepared_at = models.DateTimeField()
    takes_effect_at = models.DateTimeField()
    # Why it could not take effect after all; the words stay for the agent to use again.
    refused_at = models.DateTimeField(null=True)
    refusals = models.JSONField(default=list, help_text="[{pointer, detail, code}]")

    held_then = False
    """Whether a lead would have to approve it; told by the action that prepares it, and kept nowhere."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "request"], name="one_prepared_decision_a_request")]
        indexes = [
            models.Index(
                fields=["tenant", "takes_effect_at"],
                name="prepared_decisions_due",
                condition=models.Q(refused_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.words.get('outcome')} of {self.request_id}, prepared"
