"""Which appeals there are, for whom, and in which order they are due."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from disputes.models import Appeal, Origin
from disputes.queries.sides import sees_every_case
from orders.queries import sellers_run_by
from policy.terms import AppealStatus, Party
from tenants.models import Member
from wire.refusals import NotThere

OPEN_APPEALS = (AppealStatus.LODGED, AppealStatus.IN_REVIEW)


def _appeals() -> QuerySet[Appeal]:
    return Appeal.objects.select_related(
        "decision__request__seller",
        "decision__request__review__order",
        "decision__request__review__buyer",
        "decision__decided_by",
        "lodged_by",
        "claimed_by",
        "decided_by",
    )


def appeals_queue() -> QuerySet[Appeal]:
    """Open appeals by deadline."""
    return _appeals().filter(status__in=[s.value for s in OPEN_APPEALS]).order_by("due_at", "id")


def appeals_visible_to(member: Member | None) -> QuerySet[Appeal]:
    """All for agents, leads and the marketplace's own key; a side sees its own appeals."""
    if member is None:
        return Appeal.objects.none()
    if sees_every_case(member):
        return _appeals()
    mine = Q(party=Party.REQUESTER, decision__request__seller__in=sellers_run_by(member))
    mine &= ~Q(decision__request__origin=Origin.NOTICE)
    if member.acting_for_seller_id is None:
        mine |= Q(party=Party.AUTHOR, lodged_by=member)
    return _appeals().filter(mine)


def appeal_of_id(appeal_id: UUID) -> Appeal | None:
    """The appeal with all that is shown of it; ask by right first, this only reads."""
    return _appeals().select_related("new_decision__policy_version").filter(pk=appeal_id).first()


def visible_appeal(member: Member | None, appeal_id: UUID) -> Appeal:
    appeal = appeals_visible_to(member).filter(pk=appeal_id).first()
    if appeal is None:
        raise NotThere
    return appeal
