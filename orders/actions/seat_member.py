"""Lets a member run a seller."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from orders.models import Order, Seller, SellerSeat
from policy.problems import Problem
from policy.terms import ProblemCode
from tenants.actions.ensure_member import ensure_member
from tenants.models import Member, Role, Tenant
from wire.refusals import Refused


class UnableToSeatMember(Refused):
    """The member has bought from this seller."""


@transaction.atomic
def seat_member(
    *, tenant: Tenant, by: Member | None = None, seller: Seller, member: Member, now: datetime
) -> SellerSeat:
    """Seat `member` at `seller` and give them the seller's role. Doing it again changes nothing.

    Refused where they bought from it: nobody rates themselves.
    """
    if Order.objects.filter(seller=seller, buyer=member).exists():
        raise UnableToSeatMember(
            Problem(
                ProblemCode.VALIDATION_FAILED,
                "/seller",
                "This member has bought from the seller and cannot run it.",
            )
        )
    if Role.SELLER not in member.roles:
        known = {"user": member.user} if member.user_id else {"external_id": member.external_id}
        member.roles = ensure_member(tenant=tenant, by=by, roles=[Role.SELLER], now=now, **known).roles
    seat, made = SellerSeat.objects.get_or_create(tenant=tenant, seller=seller, member=member)
    if made:
        data = {"seller": str(seller.pk)}
        record_entry(tenant=tenant, by=by, action="seller.member_seated", subject=member, now=now, data=data)
    return seat
