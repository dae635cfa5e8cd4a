"""Reads of the log."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from django.db.models import OuterRef, QuerySet

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


def entries_by(actor: HasId, kind: type) -> QuerySet[Entry]:
    """What `actor` did to subjects of that model; narrow it by `subject_id`, which is what the log is indexed by."""
    return Entry.objects.filter(actor_id=actor.id, subject_type=kind.__name__.lower())


def last_done(action: str, kind: type, *, subject: str, by: str, until: str) -> QuerySet[Entry]:
    """For a subquery: when `by` last did `action` to a subject of that model until then; no row where never.

    The last three name columns of the outer query, which has a `tenant_id`.
    """
    return (
        Entry.objects.filter(
            tenant_id=OuterRef("tenant_id"),
            subject_type=kind.__name__.lower(),
            subject_id=OuterRef(subject),
            action=action,
            actor_id=OuterRef(by),
            at__lte=OuterRef(until),
        )
        .order_by("-at")
        .values("at")[:1]
    )
