"""Which cases there are, for whom, and in which order they are due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from disputes.models import OPEN, Origin, RemovalRequest
from disputes.queries.sides import sees_every_case
from orders.queries import sellers_run_by
from tenants.models import Member
from wire.refusals import NotThere

_OPEN = [status.value for status in OPEN]


def with_parties() -> QuerySet[RemovalRequest]:
    """Cases ready to be shown in a list, and their claims in one more query."""
    return RemovalRequest.objects.select_related(
        "review__order__offer", "review__buyer", "seller", "filed_by", "claimed_by", "policy_version"
    ).prefetch_related("claims")


def cases_visible_to(member: Member | None) -> QuerySet[RemovalRequest]:
    """Every case for agents, leads and the marketplace's own key; else those on whose side the member is."""
    if member is None:
        return RemovalRequest.objects.none()
    if sees_every_case(member):
        return with_parties()
    as_requester = Q(seller__in=sellers_run_by(member)) & ~Q(origin=Origin.NOTICE)
    if member.acting_for_seller_id is not None:
        return with_parties().filter(as_requester)
    return with_parties().filter(as_requester | Q(review__buyer=member))


def visible_case(member: Member | None, case_id: UUID) -> RemovalRequest:
    """The case of that id; NotThere where there is none that the member may see."""
    case = cases_visible_to(member).filter(pk=case_id).first()
    if case is None:
        raise NotThere
    return case


def case_of_id(case_id: UUID) -> RemovalRequest | None:
    """The case as lists show it; ask by right first, this only reads."""
    return with_parties().filter(pk=case_id).first()


def requests_of_sellers_of(member: Member | None) -> QuerySet[RemovalRequest]:
    """The cases of the sellers that the member runs, newest first; notices of others are none of theirs."""
    theirs = with_parties().filter(seller__in=sellers_run_by(member)).exclude(origin=Origin.NOTICE)
    return theirs.order_by("-filed_at", "-id")


def cases_about(review) -> QuerySet[RemovalRequest]:
    return with_parties().filter(review=review).order_by("-filed_at", "-id")


def open_request_about(review) -> RemovalRequest | None:
    """The running case that keeps the seller from filing another; a notice of somebody else never does."""
    return RemovalRequest.objects.filter(review=review, status__in=_OPEN).exclude(origin=Origin.NOTICE).first()


def latest_request_about(review) -> RemovalRequest | None:
    """The seller's newest case about the review, open or closed; where one is open, it is that one."""
    theirs = RemovalRequest.objects.filter(review=review).exclude(origin=Origin.NOTICE)
    return theirs.prefetch_related("claims").order_by("-filed_at", "-id").first()


def latest_requests_about(reviews: Iterable) -> dict[UUID, RemovalRequest]:
    """The same for many reviews at once, with what was decided, by the review's id."""
    theirs = RemovalRequest.objects.filter(review__in=list(reviews)).exclude(origin=Origin.NOTICE)
    newest_last = theirs.prefetch_related("decisions__approval").order_by("filed_at", "id")
    return {case.review_id: case for case in newest_last}


def reviews_contested() -> QuerySet[RemovalRequest]:
    """Ids of the reviews about which there was a case, notices of others aside; for the condition of a query."""
    return RemovalRequest.objects.exclude(origin=Origin.NOTICE).values("review")


def assigned_to(member: Member, now: datetime) -> Q:
    """The condition that the member holds the case at `now`."""
    return Q(claimed_by=member, claimed_until__gt=now)
