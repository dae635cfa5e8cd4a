"""Statements of reasons and decision notices, for whom they are."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from disputes.models import Letter, RemovalRequest, Statement
from orders.queries import sellers_run_by
from tenants.models import DESK_ROLES, Member
from wire.refusals import NotThere


def _statements() -> QuerySet[Statement]:
    """With the letters that tell when it reached its addressee.

    A join of everything at once is planned badly while PostgreSQL has not counted the tables' rows yet:
    it took 14 seconds for 30 statements, so what hangs on fetched rows is looked up by their ids.
    """
    return Statement.objects.select_related("decision", "review__order").prefetch_related(
        "decision__request",
        "decision__policy_version",
        "review__order__seller",
        "addressee",
        "seller",
        Prefetch("letters", queryset=Letter.objects.order_by("created_at")),
    )


def statements_of(member: Member | None) -> QuerySet[Statement]:
    """What the member was told: their own statements, and notices to the sellers they run. Newest first."""
    if member is None:
        return Statement.objects.none()
    for_sellers = Q(kind=Statement.Kind.NOTICE, seller__in=sellers_run_by(member))
    mine = for_sellers
    if member.acting_for_seller_id is None:
        mine |= Q(kind=Statement.Kind.STATEMENT, addressee=member)
    return _statements().filter(mine).order_by("-created_at", "-id")


def visible_statement(member: Member | None, statement_id: UUID) -> Statement:
    """The addressee's; agents and leads read all. NotThere otherwise."""
    found = _statements() if member is not None and member.has_role(*DESK_ROLES) else statements_of(member)
    statement = found.filter(pk=statement_id).first()
    if statement is None:
        raise NotThere
    return statement


def statements_of_case(case: RemovalRequest) -> QuerySet[Statement]:
    return _statements().filter(decision__request=case).order_by("created_at", "id")
