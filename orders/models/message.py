"""The order's chat. Messages are never changed or deleted; the database refuses."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from tenants.fields import TenantForeignKey
from tenants.models import TenantModel

APPEND_ONLY = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class Message(TenantModel):
    class Sender(models.TextChoices):
        BUYER = "buyer"
        SELLER = "seller"

    order = TenantForeignKey("orders.Order", related_name="messages")
    sender = models.CharField(max_length=6, choices=Sender.choices)
    # Empty where the marketplace passed the message in without saying which of the people wrote it.
    author = TenantForeignKey("tenants.Member", null=True, blank=True, related_name="+")
    external_id = models.CharField(max_length=100, blank=True)
    body = models.TextField()
    sent_at = models.DateTimeField()
    # When we came to know of it, which is later where the marketplace passed it in; empty for the earliest ones.
    recorded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "external_id"],
                condition=~Q(external_id=""),
                name="one_message_an_external_id",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "order", "sent_at"], name="messages_of_an_order")]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.sender}: {self.body[:40]}"


class Attachment(TenantModel):
    message = TenantForeignKey(Message, related_name="attachments")
    upload = TenantForeignKey("orders.Upload", related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "message", "upload"], name="attached_once")]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return str(self.upload)
