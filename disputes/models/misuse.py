"""Steps against misuse (DSA Art. 23): proposed by a count, confirmed by a lead, ended by the clock or an appeal."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from policy.terms import MisuseKind, MisuseSubject, SuspensionStatus
from tenants.fields import TenantForeignKey, TenantOneToOneField
from tenants.models import TenantModel

OPEN_STEPS = (SuspensionStatus.PROPOSED, SuspensionStatus.ACTIVE)


class MisuseStep(TenantModel):
    subject = models.CharField(max_length=13, choices=[(s.value, s.value.replace("_", " ")) for s in MisuseSubject])
    # A seller's right belongs to the storefront; a buyer's and a notice author's to the person.
    seller = TenantForeignKey("orders.Seller", null=True, blank=True, related_name="+")
    member = TenantForeignKey("tenants.Member", null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in MisuseKind])
    status = models.CharField(
        max_length=9, choices=[(s.value, s.value) for s in SuspensionStatus], default=SuspensionStatus.PROPOSED
    )
    policy_version = TenantForeignKey("tenants.PolicyVersion", related_name="+")
    counted = models.PositiveIntegerField(help_text="Cases of misuse in the policy's span.")
    decided = models.PositiveIntegerField(help_text="Decided cases in that span.")
    share = models.DecimalField(max_digits=5, decimal_places=4)
    gravity = models.CharField(max_length=20)
    reasons = ArrayField(models.TextField())
    # The cases it rests on, by id.
    cases = ArrayField(models.UUIDField())
    proposed_at = models.DateTimeField()
    confirmed_by = TenantForeignKey("tenants.Member", null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    closed_by = TenantForeignKey("tenants.Member", null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    # What the lead wrote when confirming, dismissing or lifting.
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(subject="seller", seller__isnull=False, member__isnull=True)
                | (~Q(subject="seller") & Q(seller__isnull=True, member__isnull=False)),
                name="misuse_is_of_one_subject",
            ),
            models.UniqueConstraint(
                fields=["tenant", "seller", "kind"],
                condition=Q(status__in=[s.value for s in OPEN_STEPS]),
                name="one_open_step_a_seller_and_kind",
            ),
            models.UniqueConstraint(
                fields=["tenant", "member", "subject", "kind"],
                condition=Q(status__in=[s.value for s in OPEN_STEPS]),
                name="one_open_step_a_member_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "dismissed"])
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, ends_at__isnull=False),
                name="in_force_only_when_confirmed",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "status", "proposed_at"], name="steps_by_status"),
            models.Index(fields=["tenant", "seller", "-proposed_at"], name="steps_of_a_seller"),
            models.Index(fields=["tenant", "member", "-proposed_at"], name="steps_of_a_member"),
            models.Index(
                fields=["tenant", "confirmed_at"], name="steps_by_confirming", condition=Q(confirmed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.seller or self.member}"


class StepAppeal(TenantModel):
    """The complaint of whoever was cautioned or suspended; another lead than the confirmer decides."""

    step = TenantOneToOneField(MisuseStep, related_name="appeal")
    lodged_by = TenantForeignKey("tenants.Member", related_name="+")
    body = models.TextField()
    lodged_at = models.DateTimeField()
    due_at = models.DateTimeField()
    upheld = models.BooleanField(null=True)
    decided_by = TenantForeignKey("tenants.Member", null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "step"], name="one_appeal_a_step")]
        indexes = [
            models.Index(fields=["tenant", "due_at"], name="open_step_appeals", condition=Q(decided_at__isnull=True))
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"appeal against {self.step_id}"
