"""Notes that a key was used, to the minute."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.models import ApiKey

if TYPE_CHECKING:
    from uuid import UUID

GRAIN = timedelta(minutes=1)


def is_due(last_used_at: datetime | None, now: datetime) -> bool:
    """Whether the last note is old enough for another one."""
    return last_used_at is None or now - last_used_at >= GRAIN


def note_key_use(*, key_id: UUID, now: datetime) -> bool:
    """Whether it was noted: of many calls within a minute only the first one is. One statement of its own."""
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - GRAIN)
    return bool(ApiKey.objects.filter(stale, pk=key_id).update(last_used_at=now))
