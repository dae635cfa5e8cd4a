"""An agent takes the most urgent case that is free; agents who ask at once never wait for each other."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from disputes.models import RemovalRequest
from disputes.permissions import has_a_stake
from disputes.progress import apply_deadline, lease
from disputes.queries import free_to_decide, waiting_decision
from tenants.models import Member, Role, Tenant
from wire.refusals import NotPermitted

_ASKED_OF_IT = ("review__order", "filed_by")
"""What tells whether the agent has a part in it."""


@transaction.atomic
def claim_next(*, tenant: Tenant, by: Member | None, now: datetime) -> RemovalRequest | None:
    """The claimed case, or None where nothing waits that `by` may decide. Raises NotPermitted."""
    if by is None or not by.has_role(Role.AGENT):
        raise NotPermitted("Only agents of this marketplace work on cases.")
    passed_by: set[UUID] = set()
    while True:
        free = free_to_decide(by, now=now, but=passed_by)
        found = free.select_for_update(of=("self",), skip_locked=True).first()
        if found is None:
            return None
        case = RemovalRequest.objects.select_related(*_ASKED_OF_IT).get(pk=found.pk)
        # Another agent may have decided it between the search and the lock.
        if has_a_stake(by, case) or waiting_decision(case) is not None:
            passed_by.add(case.pk)
            continue
        apply_deadline(case, tenant=tenant, now=now)
        lease(case, by, tenant=tenant, now=now)
        return case
