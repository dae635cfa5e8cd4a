"""Something that happened and that a member should know: a row in the app, which may also go out by e-mail."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class Notification(TenantModel):
    """Written once for its `key`. E-mails about it wait as long as others may join them."""

    member = TenantForeignKey("tenants.Member", related_name="notifications")
    kind = models.CharField(max_length=32)
    key = models.CharField(max_length=160, help_text="What it is about; one notification a member and key.")
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    path = models.CharField(max_length=300, help_text="The page of the marketplace where more of it stands.")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    # Hidden in the app where the member wants this kind by e-mail only.
    shown = models.BooleanField(default=True)
    # Empty where no e-mail is wanted of it.
    email_due_at = models.DateTimeField(null=True, blank=True)
    emailed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "member", "key"], name="one_notification_a_key"),
        ]
        indexes = [
            models.Index(fields=["tenant", "member", "-created_at"], name="notifications_of_a_member"),
            models.Index(
                fields=["tenant", "member"], name="notifications_unread", condition=Q(read_at__isnull=True, shown=True)
            ),
            models.Index(
                fields=["tenant", "email_due_at"],
                name="notifications_to_send",
                condition=Q(emailed_at__isnull=True, email_due_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title
