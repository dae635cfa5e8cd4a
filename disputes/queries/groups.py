"""Group cases: which there are, for whom, and the cases about their reviews."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from disputes.models import OPEN, GroupCase, GroupReview, Origin, RemovalRequest
from disputes.queries.cases import with_parties
from orders.queries import partners_run_by, sellers_run_by
from policy.terms import GroundKey, RequestStatus
from tenants.models import Member

_OPEN = [status.value for status in OPEN]


def groups_visible_to(member: Member | None) -> QuerySet[GroupCase]:
    """All for the desk, but those of a seller whom the member runs, with a review of theirs or an order they ship."""
    if member is None or not member.at_the_desk:
        return GroupCase.objects.none()
    in_it = GroupReview.objects.filter(group=OuterRef("pk"))
    return (
        GroupCase.objects.select_related("seller")
        .exclude(seller__in=sellers_run_by(member))
        .filter(~Exists(in_it.filter(review__buyer=member)))
        .filter(~Exists(in_it.filter(review__order__partner__in=partners_run_by(member))))
    )


def with_counts(groups: QuerySet[GroupCase]) -> QuerySet[GroupCase]:
    """With how many reviews each has, and how many of these have an open case and a decided one."""
    return groups.annotate(
        size=_count(GroupReview.objects.filter(group=OuterRef("pk")), "pk"),
        open_cases=_count(_cases().filter(status__in=_OPEN), "review"),
        decided_cases=_count(_cases().filter(status=RequestStatus.DECIDED), "review"),
    )


def members_of(group: GroupCase) -> list[GroupReview]:
    """The reviews of the group with what links them, the earliest first."""
    rows = GroupReview.objects.filter(group=group).select_related(
        "review__order__offer", "review__order__seller", "review__buyer", "review__seller"
    )
    return list(rows.order_by("review__published_at", "review_id"))


def size_of(group: GroupCase) -> int:
    return GroupReview.objects.filter(group=group).count()


def cases_of_group(group: GroupCase) -> QuerySet[RemovalRequest]:
    """Every case about its reviews that the seller has a part in, the first filed first."""
    reviews = GroupReview.objects.filter(group=group).values("review")
    theirs = with_parties().filter(seller=group.seller_id, review__in=reviews).exclude(origin=Origin.NOTICE)
    return theirs.order_by("filed_at", "id")


def first_case_of(group: GroupCase) -> RemovalRequest:
    """The one that began it: the first that somebody filed for being part of such a set."""
    asked_for = cases_of_group(group).exclude(origin=Origin.GROUP)
    return asked_for.filter(claims__ground=GroundKey.FEEDBACK_BOMBING).first() or asked_for[0]


def cases_by_review(cases: Iterable[RemovalRequest]) -> dict[UUID, RemovalRequest]:
    """For each review the case that matters: the open one, else the last decided, else the last withdrawn."""
    weight = {RequestStatus.WITHDRAWN: 0, RequestStatus.DECIDED: 1}
    found: dict[UUID, RemovalRequest] = {}
    for case in sorted(cases, key=lambda each: (weight.get(RequestStatus(each.status), 2), each.filed_at, each.pk)):
        found[case.review_id] = case
    return found


def group_about(member: Member | None, review_id: UUID) -> GroupCase | None:
    """The group in which the review is, with its counts, where the member may see it."""
    return with_counts(groups_visible_to(member).filter(members__review=review_id)).first()


def _cases() -> QuerySet[RemovalRequest]:
    in_it = GroupReview.objects.filter(group=OuterRef(OuterRef("pk"))).values("review")
    return RemovalRequest.objects.filter(seller=OuterRef("seller"), review__in=in_it).exclude(origin=Origin.NOTICE)


def _count(rows: QuerySet[Any], column: str) -> Coalesce:
    """How many different ones there are, as a subquery: a join of all would multiply them."""
    counted = rows.order_by().values("tenant").annotate(n=Count(column, distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
