"""An agent takes the second look that has waited longest; agents who ask at once never wait for each other."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from audit.actions.record_entry import record_entry
from disputes.consistency.impartial import looks_open_to
from disputes.consistency.looking import lease_look
from disputes.models import SecondLook
from tenants.models import Member, Role, Tenant
from wire.refusals import NotPermitted


@transaction.atomic
def claim_next_second_look(*, tenant: Tenant, by: Member | None, now: datetime) -> SecondLook | None:
    """The claimed look, or None where none waits that `by` may answer. Raises NotPermitted."""
    if by is None or not by.has_role(Role.AGENT):
        raise NotPermitted("Only agents of this marketplace look at cases a second time.")
    look = (
        looks_open_to(by)
        .filter(Q(claimed_until__isnull=True) | Q(claimed_until__lte=now))
        .order_by("drawn_at", "id")
        .select_for_update(of=("self",), skip_locked=True)
        .first()
    )
    if look is None:
        return None
    lease_look(look, by, now)
    record_entry(tenant=tenant, by=by, action="second_look.claimed", subject=look, now=now)
    return look
