"""Who passed which case on to whom, and to whom a case could be passed."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from disputes.models import HandOver, Origin, RemovalRequest
from orders.queries import members_of_partner, members_who_run
from tenants.models import Member
from tenants.queries import agents


def hand_overs_of(case: RemovalRequest) -> list[HandOver]:
    """The newest first. Of a case that was read `in_full` nothing is asked for that is known not to be there."""
    if not getattr(case, "was_handed_over", True):
        return []
    rows = HandOver.objects.filter(request=case).select_related("by", "to")
    return list(rows.order_by("-at", "-id"))


def handed_to(member: Member, cases: Iterable[RemovalRequest]) -> set[UUID]:
    """Of several cases those whose last hand-over was to the member."""
    newest = HandOver.objects.filter(request__in=[case.pk for case in cases])
    last = newest.distinct("request").order_by("request", "-at", "-id").values_list("request", "to")
    return {request for request, to in last if to == member.pk}


def agent_of_id(member_id: UUID) -> Member | None:
    return agents().filter(pk=member_id).first()


def colleagues_for(case: RemovalRequest, member: Member) -> QuerySet[Member]:
    """The other agents who are on no side of the case, by name; `permissions.has_a_stake` for all of them at once."""
    found = agents().exclude(pk__in=[member.pk, case.review.buyer_id])
    found = found.exclude(pk__in=members_who_run(case.seller).values("pk"))
    if case.review.order.partner_id is not None:
        found = found.exclude(pk__in=members_of_partner(case.review.order.partner_id).values("pk"))
    if case.origin == Origin.NOTICE:
        found = found.exclude(pk=case.filed_by_id).exclude(email__iexact=case.filed_by.email)
    return found
