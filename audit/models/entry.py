"""Who did what, when, to what. Entries are chained by the database as their transaction commits.

A deferred trigger gives each entry its number and hash, holding the marketplace's head of chain only for the
moment of the commit (docs/decisions/0005). hash = sha256(previous hash || canonical text of the entry).
"""

from __future__ import annotations

import pgtrigger
import uuid6
from django.db import models

APPEND_ONLY = [
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
]


class Entry(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid6.uuid7, editable=False)
    # Audit stands below marketplaces in the house, so the marketplace is an id; the database holds the reference.
    tenant_id = models.UUIDField()
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True, help_text="The member; empty where the system acted.")
    actor = models.CharField(max_length=200, help_text="The member's roles or 'system', as they were then.")
    action = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["tenant_id", "subject_type", "subject_id"], name="entries_of_a_subject")]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.action} {self.subject_type} {self.subject_id}"


class Link(models.Model):
    """An entry's place in the chain; written by the trigger alone."""

    id = models.UUIDField(primary_key=True, default=uuid6.uuid7, editable=False)
    tenant_id = models.UUIDField()
    number = models.BigIntegerField()
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="link")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "number"], name="one_link_a_number")]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.number}: {self.hash[:12]}"


class Head(models.Model):
    """Where a marketplace's chain ends: a cut tail leaves the head pointing at nothing."""

    tenant_id = models.UUIDField(primary_key=True)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.number}: {self.hash[:12]}"
