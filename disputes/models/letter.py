"""E-mail that must reach somebody: a row that waits, is claimed, sent, and stays as the proof.

Delivery is at least once with the same Message-ID; the row exists exactly once (unique `key`).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class Letter(TenantModel):
    class Kind(models.TextChoices):
        CASE_RECEIVED = "case_received"
        REPLY_INVITED = "reply_invited"
        INFORMATION_ASKED = "information_asked"
        STATEMENT = "statement"
        NOTICE = "notice"
        APPEAL_RECEIVED = "appeal_received"
        APPEAL_REJECTED = "appeal_rejected"
        NOTICE_RECEIVED = "notice_received"
        NOTICE_DISMISSED = "notice_dismissed"
        STEP_CONFIRMED = "step_confirmed"
        STEP_LIFTED = "step_lifted"
        STEP_APPEAL_REJECTED = "step_appeal_rejected"
        DOCUMENTS_ASKED = "documents_asked"

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        UNDELIVERABLE = "undeliverable", "no address, or refused for good"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    key = models.CharField(max_length=120, help_text="What it is about; one letter a key.")
    addressee = TenantForeignKey("tenants.Member", related_name="+")
    # What it speaks of; a letter about no case speaks of a notice, a step against misuse or documents.
    request = TenantForeignKey("disputes.RemovalRequest", null=True, related_name="letters")
    notice = TenantForeignKey("disputes.Notice", null=True, related_name="letters")
    step = TenantForeignKey("disputes.MisuseStep", null=True, related_name="letters")
    documents = TenantForeignKey("disputes.DocumentRequest", null=True, related_name="letters")
    statement = TenantForeignKey("disputes.Statement", null=True, related_name="letters")
    appeal = TenantForeignKey("disputes.Appeal", null=True, related_name="letters")
    state = models.CharField(max_length=14, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True, help_text="When the addressee first opened the page it speaks of.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "key"], name="one_letter_a_key"),
            models.CheckConstraint(
                condition=Q(request__isnull=False)
                | Q(notice__isnull=False)
                | Q(step__isnull=False)
                | Q(documents__isnull=False),
                name="letters_speak_of_something",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "next_attempt_at"], name="letters_to_send", condition=Q(state="waiting")),
            models.Index(fields=["tenant", "request"], name="letters_of_a_request"),
            models.Index(fields=["tenant", "statement"], name="letters_of_a_statement"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.addressee_id}"
