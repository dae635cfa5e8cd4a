"""Writes one entry of the log, in the transaction of what it records."""

from __future__ import annotations

import uuid
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Protocol

from audit.models import Entry

# What the actor acted through (an API key's prefix), set by the interface that signed the caller in.
acting_through: ContextVar[str] = ContextVar("acting_through", default="")


class HasId(Protocol):
    id: uuid.UUID


class Actor(HasId, Protocol):
    roles: list[str]


def record_entry(
    *, tenant: HasId, by: Actor | None, action: str, subject: HasId, now: datetime, data: dict[str, Any] | None = None
) -> None:
    """Record that `by` (None: the system) did `action` to `subject` of `tenant` at `now`.

    `data` is JSON of ids, states and figures; never free text of a person, so that erasure leaves the chain whole.
    """
    data = dict(data or {})
    if through := acting_through.get():
        data["through"] = through
    Entry.objects.create(
        tenant_id=tenant.id,
        at=now,
        actor_id=by.id if by else None,
        actor="+".join(by.roles) if by else "system",
        action=action,
        subject_type=type(subject).__name__.lower(),
        subject_id=subject.id,
        data=data,
    )
