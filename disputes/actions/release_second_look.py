"""An agent gives a second look back before the lease ends."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.consistency.impartial import check_may_look_again
from disputes.consistency.looking import in_hand_problems, lock_look
from disputes.models import SecondLook
from disputes.progress import FREE
from disputes.refusals import UnableToAct
from tenants.models import Member, Tenant


class UnableToReleaseSecondLook(UnableToAct):
    """It is not theirs to give back."""


@transaction.atomic
def release_second_look(*, tenant: Tenant, by: Member | None, look: SecondLook, now: datetime) -> SecondLook:
    """The look, free for others.

    Raises NotThere, NotPermitted, UnableToReleaseSecondLook (`not_claimed`, `already_claimed`, `conflict`).
    """
    held = lock_look(look.pk)
    check_may_look_again(by, held)
    if problems := in_hand_problems(held, by, tenant=tenant, now=now):
        raise UnableToReleaseSecondLook(*problems)
    held.claimed_by, held.claimed_until = None, None
    held.save(update_fields=list(FREE))
    record_entry(tenant=tenant, by=by, action="second_look.released", subject=held, now=now)
    return held
