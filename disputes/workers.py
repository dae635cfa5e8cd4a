"""Who works on a case or an appeal at the moment, and what others are told."""

from __future__ import annotations

from datetime import datetime

from disputes.models import Appeal, Decision, PreparedDecision, RemovalRequest
from disputes.progress import holder
from disputes.queries import standing_decision, waiting_decision
from disputes.refusals import clock, coded, conflict, moment
from policy.problems import Problem
from policy.terms import RequestStatus
from tenants.models import Member, Tenant


def held_by_another(thing: RemovalRequest | Appeal, by: Member, *, tenant: Tenant, now: datetime) -> list[Problem]:
    """The refusal for whoever comes second."""
    who = holder(thing, now)
    if who is None or who.pk == by.pk:
        return []
    return [coded("already_claimed", f"{who} is working on this until {moment(thing.claimed_until, tenant)}.")]


def claim_problems(case: RemovalRequest, by: Member, *, tenant: Tenant, now: datetime) -> list[Problem]:
    """Why `by` may not act on the case as the one who works on it."""
    if problems := closed_problems(case, tenant=tenant) or held_by_another(case, by, tenant=tenant, now=now):
        return problems
    if holder(case, now) is None:
        return [coded("not_claimed", "Claim the case first, so that no two people work on it at once.")]
    return []


def closed_problems(case: RemovalRequest, *, tenant: Tenant) -> list[Problem]:
    """Who closed, held or just decided the case, when, and what happened; an empty list while it can be worked on."""
    return ended_problems(case, tenant=tenant) or _prepared_problems(waiting_decision(case), tenant)


def ended_problems(case: RemovalRequest, *, tenant: Tenant) -> list[Problem]:
    """Who closed or held the case; a decision that can still be taken back has done neither."""
    match RequestStatus(case.status):
        case RequestStatus.DECIDED:
            return [conflict(f"This case is already decided: {_what_happened(standing_decision(case), tenant)}.")]
        case RequestStatus.WITHDRAWN:
            return [conflict(f"The seller withdrew this request on {moment(case.closed_at, tenant)}.")]
        case RequestStatus.AWAITING_APPROVAL:
            held = (
                Decision.objects.filter(request=case).select_related("decided_by").order_by("decided_at", "id").last()
            )
            detail = f"This case already waits for a lead's approval: {_what_happened(held, tenant)}."
            return [conflict(detail)]
        case _:
            return []


def _prepared_problems(row: PreparedDecision | None, tenant: Tenant) -> list[Problem]:
    if row is None:
        return []
    decided, effective = clock(row.prepared_at, tenant), clock(row.takes_effect_at, tenant)
    return [
        conflict(
            f"{row.by} decided this at {decided}; it takes effect at {effective}, until then {row.by} can take it back."
        )
    ]


def _what_happened(decision: Decision, tenant: Tenant) -> str:
    return f"{decision.decided_by} chose {decision.outcome} on {moment(decision.decided_at, tenant)}"
