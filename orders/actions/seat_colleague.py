"""One of a seller's team takes in a colleague, by the e-mail address with which they are a member here."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse

from notifications.actions.notify import Told, notify_all
from orders.actions.seat_member import UnableToSeatMember, seat_member
from orders.models import Seller, SellerSeat
from orders.sellers.teams import has_bought_from, locked_team, member_with_address, seats_of
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from wire.refusals import Refused

NOBODY = say(
    "Nobody can be added with this address. A colleague has to be a member of this marketplace already, signed up "
    "with that address, and cannot be somebody who was ever a customer of this shop."
)
"""One sentence for both: a seller does not learn from it who is a member, nor who bought something."""


class UnableToSeatColleague(Refused):
    """`validation_failed` at /email: no address, nobody who can be added, or somebody who is in the team."""


@transaction.atomic
def seat_colleague(*, tenant: Tenant, by: Member | None, seller: Seller, email: str, now: datetime) -> SellerSeat:
    """Their seat; everybody in the team is told. Raises NotThere for who does not run the seller."""
    seller = locked_team(by, seller)
    email = email.strip()
    if not email:
        raise _refusal(say("Please write the e-mail address of your colleague."))
    member = member_with_address(email)
    if member is None or has_bought_from(member, seller):
        raise _refusal(NOBODY)
    if SellerSeat.objects.filter(seller=seller, member=member).exists():
        raise _refusal(say("{who} is in the team already.", who=str(member)))
    try:
        with transaction.atomic():
            seat = seat_member(tenant=tenant, by=by, seller=seller, member=member, now=now)
    except (UnableToSeatMember, IntegrityError):
        # They bought something a moment ago; the database saw what the check above could not.
        raise _refusal(NOBODY) from None
    _tell(tenant, by, seat, now)
    return seat


def _tell(tenant: Tenant, by: Member, seat: SellerSeat, now: datetime) -> None:
    """The newcomer and everybody else, but not who did it."""
    seller, newcomer = seat.seller, seat.member
    path, key = f"{reverse('team')}?seller={seller.slug}", f"team:{seat.pk}:seated"
    title = say("You run {seller} now", seller=seller.name)
    body = say("{who} added you to the team.", who=str(by))
    told = [Told(newcomer, "team_changed", key, title, path, body)]
    title = say("{who} runs {seller} now", who=str(newcomer), seller=seller.name)
    body = say("{who} added them.", who=str(by))
    told += [
        Told(each.member, "team_changed", key, title, path, body)
        for each in seats_of(seller)
        if each.member_id not in (newcomer.pk, by.pk)
    ]
    notify_all(tenant=tenant, told=told, now=now)


def _refusal(detail: str) -> UnableToSeatColleague:
    return UnableToSeatColleague(Problem(ProblemCode.VALIDATION_FAILED, "/email", detail))
