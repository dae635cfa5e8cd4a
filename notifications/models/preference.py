"""How a member wants to be told of one kind of thing; a kind without a row is told as its default says."""

from __future__ import annotations

from django.db import models

from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class Preference(TenantModel):
    class Email(models.TextChoices):
        NEVER = "never"
        SOON = "soon", "within minutes, several together"
        DAILY = "daily", "once a day"

    member = TenantForeignKey("tenants.Member", related_name="+")
    kind = models.CharField(max_length=32)
    in_app = models.BooleanField(default=True)
    email = models.CharField(max_length=5, choices=Email.choices)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "member", "kind"], name="one_preference_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.email}"
