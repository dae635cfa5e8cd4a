"""Takes what was announced out of the outbox, for the transaction that passes it on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from notifications.models import Announcement
from tenants.models import Tenant

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Announced:
    id: UUID
    kind: str
    subject_id: UUID
    data: Mapping[str, Any]
    at: datetime


def take_announcements(*, tenant: Tenant, most: int = AT_ONCE) -> list[Announced]:
    """The oldest announcements, gone from the outbox if the caller's transaction commits, there again if it does not.

    Rows that another worker is taking are left to it.
    """
    rows = Announcement.objects.select_for_update(of=("self",), skip_locked=True).filter(tenant=tenant)
    taken = list(rows.order_by("at", "id")[:most])
    Announcement.objects.filter(pk__in=[each.pk for each in taken]).delete()
    return [Announced(each.pk, each.kind, each.subject_id, each.data, each.at) for each in taken]
