"""A key for the API: it acts as its user in one marketplace, and only its hash is kept."""

from __future__ import annotations

import uuid6
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class Scope(models.TextChoices):
    """What a key may be used for (api.md); never more than its user's roles allow."""

    ORDERS_WRITE = "orders:write"
    MESSAGES_WRITE = "messages:write"
    REVIEWS_READ = "reviews:read"
    REVIEWS_WRITE = "reviews:write"
    RATINGS_READ = "ratings:read"
    REQUESTS_READ = "requests:read"
    REQUESTS_WRITE = "requests:write"
    DECISIONS_WRITE = "decisions:write"
    POLICY_READ = "policy:read"
    POLICY_WRITE = "policy:write"
    WEBHOOKS_WRITE = "webhooks:write"
    TRANSPARENCY_READ = "transparency:read"


class ApiKey(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid6.uuid7, editable=False)
    # Accounts stand below marketplaces in the house, so the marketplace is an id; the database holds the reference.
    tenant_id = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=80, blank=True, default="", db_default="", help_text="What it is used for.")
    prefix = models.CharField(max_length=16, help_text="The first characters, shown to tell keys apart.")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the whole key.")
    scopes = ArrayField(models.CharField(max_length=32, choices=Scope.choices))
    requests_a_minute = models.PositiveIntegerField(default=1200)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # To the minute: a row is not written at every call.
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["tenant_id", "user"], name="keys_of_a_user")]

    def __str__(self) -> str:
        return f"{self.prefix}…"
