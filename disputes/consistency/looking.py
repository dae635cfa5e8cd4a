"""A second look under lock: who holds it, and why somebody may not act on it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from disputes.models import SecondLook
from disputes.progress import LEASE, holder
from disputes.refusals import coded, conflict, moment
from disputes.workers import held_by_another
from policy.problems import Problem
from tenants.models import Member, Tenant
from wire.refusals import NotThere

RELATED = ("decision__policy_version", "decision__request", "claimed_by", "by")


def lock_look(look_id: UUID) -> SecondLook:
    """The look, held until the transaction ends."""
    if SecondLook.objects.select_for_update(of=("self",)).filter(pk=look_id).first() is None:
        raise NotThere
    return SecondLook.objects.select_related(*RELATED).get(pk=look_id)


def lease_look(look: SecondLook, by: Member, now: datetime) -> None:
    """`by` works on it from now on, or for longer; the caller holds its lock and knows that it is free."""
    look.claimed_by, look.claimed_until = by, now + LEASE
    look.save(update_fields=["claimed_by", "claimed_until"])


def free_problems(look: SecondLook, by: Member, *, tenant: Tenant, now: datetime) -> list[Problem]:
    """Why `by` cannot take it."""
    if look.answered_at is not None:
        when = moment(look.answered_at, tenant)
        return [conflict(f"This second look is already done: {look.by} answered on {when}.")]
    return held_by_another(look, by, tenant=tenant, now=now)


def in_hand_problems(look: SecondLook, by: Member, *, tenant: Tenant, now: datetime) -> list[Problem]:
    """Why `by` cannot act as the one who holds it."""
    if problems := free_problems(look, by, tenant=tenant, now=now):
        return problems
    if holder(look, now) is None:
        return [coded("not_claimed", "Claim it first, so that no two people look at it at once.")]
    return []
