"""A buyer orders from an offer: its stock is theirs until the time to pay is over."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from orders.actions.open_order import open_order, order_of_attempt
from orders.actions.take_discount import take_discount
from orders.models import Offer, Order
from orders.paying.ways import ways_to_pay
from orders.permissions import check_may_buy
from orders.telling.trade import tell_stock
from policy.phrases import moment_in_words
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from wire.refusals import NotThere, Refused

MOST_AT_ONCE = 999
MOST_MONEY = Decimal("999999999999.99")


class UnableToPlaceOrder(Refused):
    """`conflict` where the offer is paused or not enough is left; `validation_failed` at a field."""


@transaction.atomic
def place_order(
    *,
    tenant: Tenant,
    by: Member | None,
    offer: Offer,
    quantity: int | None = 1,
    discount_code: str = "",
    now: datetime,
    attempt: str = "",
) -> Order:
    """The order, waiting to be paid; a form that is sent twice with one `attempt` places one order.

    Raises NotThere for what is not sold, NotPermitted for who is no buyer, UnableToPlaceOrder, UnableToOpenOrder,
    UnableToTakeDiscount.
    """
    check_may_buy(by)
    # One buyer after the other, so that the last one is sold once.
    held = Offer.objects.select_for_update(of=("self",), no_key=True).filter(pk=offer.pk, listed=True).first()
    if held is None:
        raise NotThere
    if (placed := order_of_attempt(by, attempt)) is not None:
        return placed
    if problems := _problems(held, quantity, tenant, now):
        raise UnableToPlaceOrder(*problems)
    order = open_order(
        tenant=tenant,
        buyer=by,
        seller=held.seller,
        offer=held,
        amount=held.price * quantity,
        currency=held.currency,
        quantity=quantity,
        complete_within_hours=held.complete_within_hours,
        start_within_hours=held.start_within_hours,
        now=now,
        attempt=attempt,
    )
    if discount_code.strip():
        take_discount(tenant=tenant, order=order, code=discount_code, now=now)
    if held.stock is not None:
        Offer.objects.filter(pk=held.pk, stock__gte=quantity).update(stock=F("stock") - quantity)
        held.stock -= quantity
        tell_stock(held, tenant=tenant, now=now)
    return order


def _problems(offer: Offer, quantity: int | None, tenant: Tenant, now: datetime) -> list[Problem]:
    if quantity is None or not 1 <= quantity <= MOST_AT_ONCE:
        detail = say("Please give a whole number from 1 to {most}.", most=MOST_AT_ONCE)
        return [Problem(ProblemCode.VALIDATION_FAILED, "/quantity", detail)]
    if offer.price * quantity > MOST_MONEY:
        detail = say("This is more money than one order can be about. Please order fewer.")
        return [Problem(ProblemCode.VALIDATION_FAILED, "/quantity", detail)]
    if offer.is_paused(now):
        detail = say("The seller has paused this offer. You can order it again afterwards.")
        if offer.paused_until:
            until = moment_in_words(offer.paused_until, tenant.zone)
            detail = say(
                "The seller has paused this offer until {until}. You can order it again afterwards.", until=until
            )
        return [Problem(ProblemCode.CONFLICT, "", detail)]
    if offer.stock is not None and offer.stock < quantity:
        return [_not_enough(offer.stock)]
    if not ways_to_pay():
        return [
            Problem(
                ProblemCode.CONFLICT, "", say("Nothing can be paid on this marketplace yet. Please come back later.")
            )
        ]
    return []


def _not_enough(left: int) -> Problem:
    if left:
        detail = say("Only {left} left. Please order at most that many.", left=left)
        return Problem(ProblemCode.CONFLICT, "/quantity", detail)
    detail = say(
        "The last one was just bought by somebody else; nothing was charged. If they do not pay within half an hour it "
        "is free again, so it is worth looking once more then."
    )
    return Problem(ProblemCode.CONFLICT, "", detail)
