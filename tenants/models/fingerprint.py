"""Salted traces by which two accounts can be seen to share a device, an address or a means of payment."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tenants.fields import TenantForeignKey
from tenants.models.base import TenantModel


class Fingerprint(TenantModel):
    """Only a salted hash is kept, and only until its end: it links accounts and tells nothing else."""

    class Kind(models.TextChoices):
        DEVICE = "device"
        ADDRESS = "address"
        PAYMENT = "payment"

    member = TenantForeignKey("tenants.Member", related_name="fingerprints")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    digest = models.CharField(max_length=32, help_text="The first 128 bits of a keyed hash, in hexadecimal.")
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    expires_at = models.DateTimeField(help_text="When it is deleted, unless it is seen again.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "member", "kind", "digest"], name="one_fingerprint_a_member"),
            models.CheckConstraint(
                condition=Q(kind__in=["device", "address", "payment"]), name="fingerprint_kind_known"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "kind", "digest"], name="members_of_a_fingerprint"),
            models.Index(fields=["tenant", "expires_at"], name="fingerprints_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.digest}"
