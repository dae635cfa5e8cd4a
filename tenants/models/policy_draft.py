"""A policy that leads work on, and its replays over the past; nothing of it is in force before it is published."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tenants.fields import TenantForeignKey
from tenants.models.base import TenantModel


class PolicyDraft(TenantModel):
    class State(models.TextChoices):
        OPEN = "open"
        PUBLISHED = "published"
        DISCARDED = "discarded"

    title = models.CharField(max_length=120, blank=True, help_text="What it changes, in a few words.")
    document = models.JSONField(help_text="Valid whenever it is kept.")
    based_on = TenantForeignKey("tenants.PolicyVersion", related_name="+")
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    made_by = TenantForeignKey("tenants.Member", null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_as = TenantForeignKey("tenants.PolicyVersion", null=True, blank=True, related_name="drafts")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="published", published_as__isnull=False)
                | (~Q(state="published") & Q(published_as__isnull=True)),
                name="published_drafts_name_their_version",
            ),
            models.UniqueConstraint(fields=["tenant", "published_as"], name="published_from_one_draft"),
        ]
        indexes = [models.Index(fields=["tenant", "-changed_at"], name="drafts_by_change")]

    def __str__(self) -> str:
        return self.title or f"draft of {self.made_at:%Y-%m-%d}"


class PolicyReplay(TenantModel):
    """What a draft would have changed. It is of the document as it was when asked for."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    draft = TenantForeignKey(PolicyDraft, related_name="replays")
    document = models.JSONField()
    days = models.PositiveIntegerField(help_text="How many days back it looks.")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    asked_by = TenantForeignKey("tenants.Member", null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    # Cases and sellers, looked at and in all.
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    # A worker that stops leaves its lease to run out, and another begins again.
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    report = models.JSONField(null=True)
    error = models.CharField(max_length=500, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "draft"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_replay_of_a_draft_at_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(report__isnull=False), name="finished_replays_report"
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(done__lte=F("total")), name="no_more_done_than_there_is"
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "asked_at"], name="replays_to_run", condition=Q(state__in=["waiting", "running"])
            ),
            models.Index(fields=["tenant", "draft", "-asked_at"], name="replays_of_a_draft"),
        ]

    def __str__(self) -> str:
        return f"replay of {self.draft_id}"
