"""A mutual agreement: the seller does something by a day, the buyer withdraws the feedback by another."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from policy.terms import SettlementStatus
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel

RUNNING = (SettlementStatus.PROPOSED, SettlementStatus.ACCEPTED, SettlementStatus.PERFORMED)


class Settlement(TenantModel):
    order = TenantForeignKey("orders.Order", related_name="settlements")
    proposed_by = TenantForeignKey("tenants.Member", related_name="+")
    terms = models.TextField(help_text="What the seller does; the buyer then withdraws the feedback.")
    perform_by = models.DateTimeField()
    withdraw_by = models.DateTimeField()
    status = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in SettlementStatus], default=SettlementStatus.PROPOSED
    )
    proposed_at = models.DateTimeField()
    # When the buyer accepted or declined; empty where nobody answered.
    answered_at = models.DateTimeField(null=True)
    performed_at = models.DateTimeField(null=True)
    performance = models.TextField(blank=True, help_text="What the seller did, as they say it.")
    closed_at = models.DateTimeField(null=True)
    no_case_because = models.TextField(blank=True, help_text="Why its breach can lead to no case; empty where it may.")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "order"],
                condition=Q(status__in=[s.value for s in RUNNING]),
                name="one_running_settlement_an_order",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in SettlementStatus]), name="settlement_status_known"
            ),
            models.CheckConstraint(
                condition=Q(withdraw_by__gt=F("perform_by")), name="withdrawal_comes_after_performance"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "order", "-proposed_at"], name="settlements_of_an_order"),
            models.Index(
                fields=["tenant", "perform_by"],
                name="settlements_to_perform",
                condition=Q(status__in=["proposed", "accepted"]),
            ),
            models.Index(
                fields=["tenant", "withdraw_by"], name="settlements_to_honour", condition=Q(status="performed")
            ),
            models.Index(
                fields=["tenant", "closed_at"],
                name="settlements_breached",
                condition=Q(status="breached", no_case_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"settlement of order {self.order_id}"

    @property
    def accepted_at(self):
        """When the buyer accepted; None where the answer was no, or none came."""
        refused = self.status in (SettlementStatus.DECLINED, SettlementStatus.EXPIRED, SettlementStatus.WITHDRAWN)
        return None if refused else self.answered_at


class SettlementProof(TenantModel):
    """A file that shows that the seller performed."""

    settlement = TenantForeignKey(Settlement, related_name="proofs")
    upload = TenantForeignKey("orders.Upload", related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "settlement", "upload"], name="proven_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.upload)
