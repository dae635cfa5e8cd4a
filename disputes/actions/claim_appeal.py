"""An agent who had no part in the decision takes an appeal to work on it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from disputes.deciding.appealing import open_appeal
from disputes.models import Appeal
from disputes.progress import LEASE, move_appeal
from disputes.refusals import UnableToAct
from disputes.workers import held_by_another
from policy.terms import AppealStatus
from tenants.models import Member, Tenant


class UnableToClaimAppeal(UnableToAct):
    """Somebody else works on it."""


@transaction.atomic
def claim_appeal(*, tenant: Tenant, by: Member | None, appeal: Appeal, now: datetime) -> Appeal:
    """The appeal, held by `by` until `claimed_until`; claiming again renews the lease.

    Raises NotThere, NotPermitted; UnableToAct with `conflict` where it is decided, `same_agent` for whoever
    decided before; UnableToClaimAppeal with `already_claimed`.
    """
    held, _ = open_appeal(appeal, by, tenant=tenant, now=now)
    if problems := held_by_another(held, by, tenant=tenant, now=now):
        raise UnableToClaimAppeal(*problems)
    lease = {"claimed_by": by, "claimed_until": now + LEASE}
    if held.status == AppealStatus.LODGED:
        move_appeal(held, AppealStatus.IN_REVIEW, tenant=tenant, by=by, now=now, bump=False, **lease)
    else:
        held.claimed_by, held.claimed_until = by, now + LEASE
        held.save(update_fields=list(lease))
    return held
