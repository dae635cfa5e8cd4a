"""Addresses outside that hear of events, what they are told, and how each telling went."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tenants.fields import TenantForeignKey
from tenants.models import TenantModel

LONGEST_URL = 500


class WebhookEndpoint(TenantModel):
    """Where events go. Its row stays until its log is forgotten; `removed_at` takes it out of every list."""

    class Stopped(models.TextChoices):
        FAILURES = "failures", "nothing arrived for three days"
        GONE = "gone", "it answered that it is gone for good (410)"

    url = models.CharField(max_length=LONGEST_URL)
    description = models.CharField(max_length=200, blank=True)
    events = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, help_text="The kinds it hears of; none for all."
    )
    # Encrypted: whoever reads a copy of the database can sign nothing with them.
    secret = models.TextField()
    former_secret = models.TextField(blank=True, default="")
    former_until = models.DateTimeField(null=True, blank=True, help_text="Until when the former secret signs too.")
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_because = models.CharField(max_length=8, choices=Stopped.choices, blank=True, default="")
    failing_since = models.DateTimeField(null=True, blank=True, help_text="The first failure since it last answered.")
    failures = models.PositiveIntegerField(default=0, help_text="Failed attempts since it last answered.")
    resting_until = models.DateTimeField(null=True, blank=True, help_text="Nothing is sent before that.")
    created_by = TenantForeignKey("tenants.Member", related_name="+")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(disabled_at__isnull=True, disabled_because="")
                | (Q(disabled_at__isnull=False) & ~Q(disabled_because="")),
                name="stopped_endpoints_say_why",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(secret="", former_secret=""),
                name="removed_endpoints_keep_no_secret",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "-created_at", "-id"], name="endpoints_by_age"),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def is_on(self) -> bool:
        return self.disabled_at is None and self.removed_at is None

    def hears(self, kind: str) -> bool:
        return not self.events or kind in self.events


class WebhookMessage(TenantModel):
    """One event, as it is told to everybody who listens. Its id is that of the announcement: it is made once."""

    kind = models.CharField(max_length=60)
    payload = models.TextField(help_text="The JSON that is sent, byte for byte the same in every attempt.")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "at"], name="messages_by_age")]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.kind} {self.shown_id}"

    @property
    def shown_id(self) -> str:
        """The header webhook-id, by which receivers know a message that came before."""
        return f"msg_{self.pk.hex}"


class WebhookDelivery(TenantModel):
    """A message on its way to one endpoint. A worker that dies leaves its lease to run out, and another sends it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DELIVERED = "delivered"
        GIVEN_UP = "given_up"

    endpoint = TenantForeignKey(WebhookEndpoint, related_name="deliveries")
    message = TenantForeignKey(WebhookMessage, related_name="deliveries")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0, help_text="Of this round: a replay begins again at none.")
    next_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True, help_text="Whose lease: a late answer is not written over it.")
    delivered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "endpoint", "message"], name="one_delivery_an_endpoint"),
            models.CheckConstraint(
                condition=~Q(state="delivered") | Q(delivered_at__isnull=False), name="delivered_at_some_time"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "endpoint", "next_at"], name="deliveries_due", condition=Q(state="waiting")),
            models.Index(fields=["tenant", "endpoint", "-created_at", "-id"], name="deliveries_of_an_endpoint"),
            models.Index(fields=["tenant", "message"], name="deliveries_of_a_message"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} to {self.endpoint_id}"


class WebhookAttempt(TenantModel):
    """One try: what came back, or why nothing did."""

    delivery = TenantForeignKey(WebhookDelivery, related_name="tries")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of the answer; empty without one.")
    error = models.CharField(max_length=300, blank=True, help_text="Why no answer came; empty where one did.")
    milliseconds = models.PositiveIntegerField()
    answer = models.CharField(max_length=500, blank=True, help_text="How the answer begins.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__isnull=False, error="") | (Q(status__isnull=True) & ~Q(error="")),
                name="attempts_answered_or_not",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "delivery", "at"], name="attempts_of_a_delivery")]

    def __str__(self) -> str:
        return f"{self.status or self.error} at {self.at}"
