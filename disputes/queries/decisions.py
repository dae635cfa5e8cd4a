"""Which decision stands, who decided before, and when a side was informed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from disputes.models import Approval, Decision, Letter, RemovalRequest, Statement
from disputes.queries.sides import may_see_case
from policy.terms import Party, RequestStatus
from tenants.models import Member
from wire.refusals import NotThere


def effective_decisions(case: RemovalRequest) -> QuerySet[Decision]:
    """Decisions that took effect: never held, or approved by a lead; the earliest first."""
    took_effect = Q(held=False) | Q(approval__approved=True)
    return Decision.objects.filter(took_effect, request=case).order_by("decided_at", "id")


def standing_decision(case: RemovalRequest) -> Decision | None:
    """The decision that holds: the last one that took effect."""
    return effective_decisions(case).select_related("decided_by", "policy_version").last()


def decisions_in_effect(case_ids: Iterable[UUID]) -> QuerySet[Decision]:
    """Those of several cases that hold: nothing has taken their place, and no lead has yet to agree."""
    took_effect = Q(held=False) | Q(approval__approved=True)
    return Decision.objects.filter(took_effect, request__in=list(case_ids), superseded_by__isnull=True)


def decisions_held(case_ids: Iterable[UUID]) -> QuerySet[Decision]:
    """Those of several cases that wait for a lead: nobody has answered them yet."""
    waits = Decision.objects.filter(held=True, approval__isnull=True, request__in=list(case_ids))
    return waits.filter(request__status=RequestStatus.AWAITING_APPROVAL).select_related("decided_by").order_by("id")


def deciders_of(case: RemovalRequest) -> frozenset[str]:
    """Ids of all who decided or approved in the case; none of them decides its appeals."""
    decided = Decision.objects.filter(request=case).values_list("decided_by_id", flat=True)
    approved = Approval.objects.filter(decision__request=case).values_list("by_id", flat=True)
    return frozenset(str(each) for each in (*decided, *approved))


def informed_at(decision: Decision, party: Party) -> datetime | None:
    """When that side was told: the letter sent or the page opened, whichever came first. None: not yet."""
    kind = Statement.Kind.STATEMENT if party is Party.AUTHOR else Statement.Kind.NOTICE
    letters = Letter.objects.filter(statement__decision=decision, statement__kind=kind)
    moments = [at for pair in letters.values_list("sent_at", "read_at") for at in pair if at is not None]
    return min(moments, default=None)


def visible_decision(member: Member | None, decision_id: UUID) -> Decision:
    """The decision of that id; NotThere where the member may not see its case."""
    found = (
        Decision.objects.select_related(
            "request__review__buyer", "request__seller", "review__order", "policy_version", "decided_by"
        )
        .filter(pk=decision_id)
        .first()
    )
    if found is None or not may_see_case(member, found.request):
        raise NotThere
    return found
