"""One of a seller's team takes a colleague, or themselves, out of it; somebody always stays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from audit.actions.record_entry import record_entry
from notifications.actions.notify import Told, notify_all
from orders.models import Seller, SellerSeat
from orders.sellers.teams import locked_team, seat_of_id, seats_of
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.actions.take_role import take_role
from tenants.models import Member, Role, Tenant
from wire.refusals import Refused


class UnableToUnseatColleague(Refused):
    """`conflict`: the last one stays, and who is gone cannot go again."""


@transaction.atomic
def unseat_colleague(*, tenant: Tenant, by: Member | None, seller: Seller, seat_id: object, now: datetime) -> Member:
    """Who was taken out. Without any other seat they are no seller here any more.

    Raises NotThere for who does not run the seller.
    """
    seller = locked_team(by, seller)
    seat = seat_of_id(seller, seat_id)
    if seat is None:
        raise _conflict(say("They are not in the team any more."))
    stay = list(seats_of(seller).exclude(pk=seat.pk))
    if not stay:
        raise _conflict(say("Somebody has to run this shop. Add a colleague first, then this one can leave."))
    member, key = seat.member, f"team:{seat.pk}:unseated"
    data = {"seller": str(seller.pk)}
    record_entry(tenant=tenant, by=by, action="seller.member_unseated", subject=member, now=now, data=data)
    seat.delete()
    if not SellerSeat.objects.filter(member=member).exists():
        take_role(tenant=tenant, by=by, member=member, role=Role.SELLER, now=now)
    _tell(tenant, by, seller, member, [each.member for each in stay], key, now)
    return member


def _tell(
    tenant: Tenant, by: Member, seller: Seller, gone: Member, stay: list[Member], key: str, now: datetime
) -> None:
    """Who was taken out and everybody who stays, but not who did it."""
    left = gone.pk == by.pk
    path = f"{reverse('team')}?seller={seller.slug}"
    title = say("{who} does not run {seller} any more", who=str(gone), seller=seller.name)
    body = say("They left.") if left else say("{who} took them out.", who=str(by))
    told = [Told(each, "team_changed", key, title, path, body) for each in stay if each.pk != by.pk]
    if not left:
        title = say("You do not run {seller} any more", seller=seller.name)
        body = say("{who} took you out of the team.", who=str(by))
        told.append(Told(gone, "team_changed", key, title, reverse("order_list"), body))
    notify_all(tenant=tenant, told=told, now=now)


def _conflict(detail: str) -> UnableToUnseatColleague:
    return UnableToUnseatColleague(Problem(ProblemCode.CONFLICT, "", detail))
