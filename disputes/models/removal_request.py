"""A seller's case about one review, and where it stands."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from policy.terms import RequestStatus
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel

OPEN = (
    RequestStatus.SUBMITTED,
    RequestStatus.AWAITING_BUYER,
    RequestStatus.IN_REVIEW,
    RequestStatus.MORE_INFORMATION,
    RequestStatus.AWAITING_APPROVAL,
)


class Origin(models.TextChoices):
    """What made us look at a review."""

    SELLER = "seller", "the seller's request"
    NOTICE = "notice", "a notice of illegal content"
    SETTLEMENT = "settlement", "a settlement that was not kept"
    GROUP = "group", "a group case"


class RemovalRequest(TenantModel):
    review = TenantForeignKey("feedback.Review", related_name="removal_requests")
    seller = TenantForeignKey("orders.Seller", related_name="removal_requests")
    filed_by = TenantForeignKey("tenants.Member", related_name="+")
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.SELLER, db_default=Origin.SELLER)
    # What the case came from, where it was no request of the seller.
    notice = TenantForeignKey("disputes.Notice", null=True, blank=True, related_name="cases")
    settlement = TenantForeignKey("orders.Settlement", null=True, blank=True, related_name="+")
    status = models.CharField(max_length=20, choices=[(s.value, s.value.replace("_", " ")) for s in RequestStatus])
    # The version in force at filing governs the case to its end.
    policy_version = TenantForeignKey("tenants.PolicyVersion", related_name="+")
    filed_at = models.DateTimeField()
    cutoff_at = models.DateTimeField(null=True, help_text="The last moment at which it could be filed.")
    buyer_reply_due_at = models.DateTimeField(null=True)
    more_information_due_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(help_text="When the decision is due.")
    # When an agent last asked the programs to look again.
    look_again_asked_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When it was decided or withdrawn.")
    # The agent who works on it, and until when; an ended lease leaves the case free.
    claimed_by = TenantForeignKey("tenants.Member", null=True, blank=True, related_name="+")
    claimed_until = models.DateTimeField(null=True, blank=True)
    # When its words in the queue were last written; empty: they wait to be.
    marked_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "review", "seller"],
                condition=Q(status__in=[s.value for s in OPEN]) & ~Q(origin="notice"),
                name="one_open_request_a_review_and_requester",
            ),
            models.UniqueConstraint(fields=["tenant", "notice"], name="one_case_a_notice"),
            models.UniqueConstraint(fields=["tenant", "settlement"], name="one_case_a_settlement"),
            models.CheckConstraint(
                condition=Q(origin__in=["seller", "group"], notice__isnull=True, settlement__isnull=True)
                | Q(origin="notice", notice__isnull=False, settlement__isnull=True)
                | Q(origin="settlement", notice__isnull=True, settlement__isnull=False),
                name="origin_is_what_it_says",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in RequestStatus]), name="request_status_known"
            ),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True, claimed_until__isnull=True)
                | Q(claimed_by__isnull=False, claimed_until__isnull=False),
                name="claimed_by_somebody_until_some_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "due_at", "id"],
                name="open_requests_by_deadline",
                condition=Q(status__in=[s.value for s in OPEN]),
            ),
            models.Index(fields=["tenant", "status", "due_at"], name="requests_by_status"),
            models.Index(fields=["tenant", "due_at", "id"], name="requests_by_deadline"),
            models.Index(fields=["tenant", "filed_at", "id"], name="requests_by_filing"),
            models.Index(
                fields=["tenant", "closed_at"], name="requests_by_closing", condition=Q(closed_at__isnull=False)
            ),
            models.Index(
                fields=["tenant", "claimed_by", "due_at", "id"],
                name="requests_of_a_worker",
                condition=Q(claimed_by__isnull=False),
            ),
            models.Index(
                fields=["tenant", "id"],
                name="requests_to_mark",
                condition=Q(marked_at__isnull=True, status__in=[s.value for s in OPEN]),
            ),
            models.Index(fields=["tenant", "review"], name="requests_of_a_review"),
            models.Index(fields=["tenant", "seller", "-filed_at"], name="requests_of_a_seller"),
        ]

    def __str__(self) -> str:
        return f"request {self.id}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN
