"""Notes what happened for programs outside that listen to this marketplace.

Other actions call this inside their transaction; it checks no permission. What they roll back was never announced.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from notifications.models import Announcement
from tenants.models import Tenant
from tenants.nudge import nudge

TASK = "integrations.pass_on"


class HasId(Protocol):
    id: UUID


def announce(
    *, tenant: Tenant, kind: str, subject: HasId, now: datetime, data: Mapping[str, Any] | None = None
) -> None:
    """Note that `kind` (as in "review.published") happened to `subject`; nothing where nobody listens.

    `data` is JSON of ids, states and figures of this moment; texts are read when it is passed on, as they are then.
    """
    if not tenant.listens:
        return
    Announcement.objects.create(tenant=tenant, kind=kind, subject_id=subject.id, data=dict(data or {}), at=now)
    nudge(TASK, tenant_id=str(tenant.id))
