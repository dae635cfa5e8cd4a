"""What anybody reports as illegal, without an account (DSA Art. 16), and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from policy.terms import GroundKey
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel

ABOUT = (GroundKey.ILLEGAL_CONTENT, GroundKey.PERSONAL_INFORMATION)


class Notice(TenantModel):
    class Status(models.TextChoices):
        RECEIVED = "received", "waits for somebody to find what it is about"
        CASE = "case", "a case runs or has run"
        DISMISSED = "dismissed", "answered without a case"

    # A member without an account or roles: somebody we can write to.
    author = TenantForeignKey("tenants.Member", related_name="+")
    number = models.CharField(max_length=16, help_text="What the receipt calls it.")
    token_hash = models.CharField(max_length=64, help_text="Of the secret in the author's own link.")
    url = models.CharField(max_length=2000)
    # Empty while nobody knows which review the address means.
    review = TenantForeignKey("feedback.Review", null=True, blank=True, related_name="+")
    about = models.CharField(max_length=32, choices=[(g.value, g.value.replace("_", " ")) for g in ABOUT])
    explanation = models.TextField()
    law = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=9, choices=Status.choices)
    received_at = models.DateTimeField()
    answered_by = TenantForeignKey("tenants.Member", null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    # The agent's word that no honest person could have meant it; counts as misuse (DSA Art. 23).
    manifestly_unfounded = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_notice_a_number"),
            models.UniqueConstraint(fields=["tenant", "token_hash"], name="one_notice_a_token"),
            models.CheckConstraint(
                condition=Q(about__in=[g.value for g in ABOUT]), name="notice_is_of_something_urgent"
            ),
            models.CheckConstraint(
                condition=~Q(status="dismissed") | Q(answered_at__isnull=False), name="dismissed_with_an_answer"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "status", "received_at"], name="notices_by_status"),
            models.Index(fields=["tenant", "author", "-received_at"], name="notices_of_an_author"),
            models.Index(fields=["tenant", "review"], name="notices_of_a_review"),
            models.Index(fields=["tenant", "received_at"], name="notices_by_receipt"),
        ]

    def __str__(self) -> str:
        return self.number
