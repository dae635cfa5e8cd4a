"""Reads of the log."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from django.db.models import QuerySet

from audit.models import Entry


class HasId(Protocol):
    id: UUID


def entries_of(subject: HasId) -> QuerySet[Entry]:
    """What happened to `subject`, in the order of the chain; each with its link."""
    return (
        Entry.objects.filter(subject_type=type(subject).__name__.lower(), subject_id=subject.id)
        .select_related("link")
        .order_by("link__number")
    )
