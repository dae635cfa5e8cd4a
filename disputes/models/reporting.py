"""What goes to the EU's DSA Transparency Database (DSA Art. 24(5)): by whom, where to, how far each statement is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class Database(models.TextChoices):
    """The two databases that the Commission runs; what is sent to one says nothing of the other."""

    PRODUCTION = "production", "the public database"
    SANDBOX = "sandbox", "the sandbox, for trying it out"


class Reporting(TenantModel):
    """One a marketplace: its account with the database, and when it is next asked."""

    database = models.CharField(max_length=10, choices=Database.choices, default=Database.PRODUCTION)
    sealed_token = models.TextField(blank=True, help_text="The API token, readable only with the SECRET_KEY.")
    on = models.BooleanField(default=False)
    since = models.DateTimeField(null=True, help_text="Statements issued from then on are reported.")
    # Whoever sends holds this; a killed worker's hold ends by itself.
    run = models.UUIDField(null=True)
    running_until = models.DateTimeField(null=True)
    swept_at = models.DateTimeField(null=True, help_text="When all statements were last looked through.")
    failures = models.PositiveIntegerField(default=0, help_text="In a row; the pause grows with them.")
    next_attempt_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    last_success_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant"], name="one_reporting_a_marketplace"),
            models.CheckConstraint(condition=Q(database__in=Database.values), name="database_is_known"),
            models.CheckConstraint(
                condition=Q(on=False) | (~Q(sealed_token="") & Q(since__isnull=False)), name="reports_with_a_token"
            ),
        ]

    def __str__(self) -> str:
        return f"{'on' if self.on else 'off'}: {self.get_database_display()}"


class Report(TenantModel):
    """One a statement and database: the row that waits is the queue, and stays as the proof."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        REFUSED = "refused", "Refused by the database"
        HELD = "held", "Held back by our own check"

    statement = TenantForeignKey("disputes.Statement", related_name="reports")
    database = models.CharField(max_length=10, choices=Database.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    # As it was last sent; kept while nobody knows whether it arrived, so that it goes out again word for word.
    payload = models.JSONField(null=True)
    in_doubt = models.BooleanField(default=False, help_text="It was sent, and no answer said what became of it.")
    reasons = models.JSONField(default=list, help_text="Why it was refused or held: sentences.")
    attempts = models.PositiveIntegerField(default=0)
    uuid = models.CharField(max_length=64, blank=True, help_text="What the database calls it.")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "database", "statement"], name="reported_once_a_database"),
            models.CheckConstraint(condition=Q(database__in=Database.values), name="report_goes_to_a_known_database"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "refused", "held"], sent_at__isnull=True)
                | Q(state="sent", sent_at__isnull=False, in_doubt=False),
                name="report_state_is_what_it_says",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "database", "state", "id"], name="reports_by_state"),
            models.Index(fields=["tenant", "statement"], name="reports_of_a_statement"),
        ]

    def __str__(self) -> str:
        return f"{self.state}: statement {self.statement_id}"
