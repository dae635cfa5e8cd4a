"""What agents keep for their own work: where a case is found, who read it, who passed it on, views and replies."""

from __future__ import annotations

import pgtrigger
from django.db import models

from policy.terms import GroundKey
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel

APPEND_ONLY = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class QueueMark(TenantModel):
    """A word under which an open case stands in the queue, in the order of deadlines; a closed case has none."""

    class Name(models.TextChoices):
        GROUND = "ground"
        SELLER = "seller", "the seller's id"
        LANGUAGE = "language", "of the comment; '' where no program can tell"
        VALUE = "value", "the order's amount, in bands"
        GROUP = "group", "it belongs to a group case"
        FILED = "filed", "the minute of the filing, which sorts as text"
        WORD = "word", "a word of the comment, of what was claimed, or of the buyer's name"

    request = TenantForeignKey("disputes.RemovalRequest", related_name="marks")
    name = models.CharField(max_length=8, choices=Name.choices)
    value = models.CharField(max_length=40)
    due_at = models.DateTimeField(help_text="The case's own; kept here so that one index gives each filter's order.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "request", "name", "value"], name="marked_once"),
        ]
        indexes = [models.Index(fields=["tenant", "name", "value", "due_at", "request"], name="queue_by_mark")]

    def __str__(self) -> str:
        return f"{self.name} {self.value}"


class HandOver(TenantModel):
    """An agent passed a case on, to a colleague or back to the queue, with a note for whoever takes it."""

    request = TenantForeignKey("disputes.RemovalRequest", related_name="hand_overs")
    by = TenantForeignKey("tenants.Member", related_name="+")
    to = TenantForeignKey("tenants.Member", null=True, related_name="+")
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "request", "at"], name="hand_overs_of_a_request")]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"handed to {self.to_id or 'the queue'}"


class Reading(TenantModel):
    """Somebody of the desk opened the case's page, and which version of it they saw."""

    request = TenantForeignKey("disputes.RemovalRequest", related_name="readings")
    by = TenantForeignKey("tenants.Member", related_name="+")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "request", "by", "-at"], name="readings_of_a_request")]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"version {self.version} read"


class SavedView(TenantModel):
    """The queue as somebody likes to see it: its filters under a name; a lead's may be for everyone."""

    member = TenantForeignKey("tenants.Member", related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, help_text="The filters as they stand in the page's address.")
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "member", "name"], name="one_view_a_name")]

    def __str__(self) -> str:
        return self.name


class SavedReply(TenantModel):
    """Words that the desk uses again and again, in one language; each change is a version of its own."""

    class Use(models.TextChoices):
        REASON = "reason", "the reason of a decision"
        QUESTION = "question", "a question to the seller"

    name = models.CharField(max_length=80)
    language = models.CharField(max_length=8)
    use = models.CharField(max_length=8, choices=Use.choices)
    ground = models.CharField(
        max_length=32,
        blank=True,
        choices=[(g.value, g.value.replace("_", " ")) for g in GroundKey],
        help_text="For cases of this ground; '' for all.",
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "name", "language"], name="one_reply_a_name")]
        verbose_name_plural = "saved replies"

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class SavedReplyVersion(TenantModel):
    reply = TenantForeignKey(SavedReply, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.TextField(help_text="With variables in braces, such as {seller}.")
    by = TenantForeignKey("tenants.Member", related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "reply", "number"], name="one_reply_a_number")]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"version {self.number}"
