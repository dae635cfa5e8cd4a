"""An agent takes a decided case to look at it a second time, not knowing how it was decided."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.consistency.impartial import check_may_look_again
from disputes.consistency.looking import free_problems, lease_look, lock_look
from disputes.models import SecondLook
from disputes.progress import holder
from disputes.refusals import UnableToAct
from tenants.models import Member, Tenant


class UnableToClaimSecondLook(UnableToAct):
    """Somebody else works on it, or it is answered."""


@transaction.atomic
def claim_second_look(*, tenant: Tenant, by: Member | None, look: SecondLook, now: datetime) -> SecondLook:
    """The look, held by `by` until `claimed_until`; claiming again renews the lease.

    Raises NotThere (also for whoever had a part in the case), NotPermitted, UnableToClaimSecondLook (`conflict`,
    `already_claimed`).
    """
    held = lock_look(look.pk)
    check_may_look_again(by, held)
    if problems := free_problems(held, by, tenant=tenant, now=now):
        raise UnableToClaimSecondLook(*problems)
    renewed = holder(held, now) is not None
    lease_look(held, by, now)
    if not renewed:
        record_entry(tenant=tenant, by=by, action="second_look.claimed", subject=held, now=now)
    return held
