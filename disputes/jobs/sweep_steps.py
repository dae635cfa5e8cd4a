"""Ends cautions and suspensions whose time is over.

The clock holds without it (`disputes.misuse.steps`): it only makes lists and the log show what is so.
"""

from __future__ import annotations

from datetime import datetime

from disputes.misuse.steps import RELATED, end_if_over
from disputes.models import MisuseStep
from policy.terms import SuspensionStatus
from tenants.models import Tenant

BATCH = 200


def sweep_steps(*, tenant: Tenant, now: datetime) -> int:
    """How many steps ended, at most BATCH; rows that somebody locks now wait for the next time."""
    over = (
        MisuseStep.objects.filter(status=SuspensionStatus.ACTIVE, ends_at__lte=now)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related(*RELATED)
        .order_by("ends_at", "id")[:BATCH]
    )
    return sum(end_if_over(step, tenant=tenant, now=now) for step in over)
