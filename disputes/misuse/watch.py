"""Asks a worker whether what just happened calls for a step against misuse; the sweep asks again."""

from __future__ import annotations

from collections.abc import Iterable

from disputes.queries import Whose
from disputes.waking import PROPOSE_STEPS
from tenants.models import Tenant
from tenants.nudge import nudge


def look_at(suspected: Iterable[Whose], *, tenant: Tenant) -> None:
    """For each of them one nudge, once the transaction is through."""
    for who in suspected:
        nudge(PROPOSE_STEPS, tenant_id=str(tenant.pk), subject=who.subject.value, subject_id=str(who.id))
