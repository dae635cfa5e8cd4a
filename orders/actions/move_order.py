"""Moves an order along its life: the seller starts, ships, delivers; the buyer confirms; either may cancel in time."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from audit.actions.record_entry import record_entry
from orders.actions.send_message import send_message
from orders.models import Message, Order
from orders.moving import become, cancel_unpaid, lock_order, no_such_step, note, placed_here
from orders.paying.refunding import SELLER_CANCELED, left_to_refund, lock_booked_payment, owe
from orders.permissions import check_is_side, sides_of
from orders.talking.content import LONGEST_BODY
from orders.telling.trade import tell_moved
from policy.phrases import order_is
from policy.problems import Problem
from policy.saying import say
from policy.terms import OrderStatus, ProblemCode
from tenants.languages import language_of
from tenants.models import Member, Tenant
from wire.refusals import NotPermitted, Refused
from wire.speaking import speaking
from wire.text import is_one_line

LONGEST_TRACKING = 100
BUYER, SELLER = Message.Sender.BUYER, Message.Sender.SELLER


class Step(StrEnum):
    START = "start"
    SHIP = "ship"
    DELIVER = "deliver"
    FINISH = "finish"
    CANCEL = "cancel"


class UnableToMoveOrder(Refused):
    """`conflict` against the order's life, `validation_failed` at a field."""


_BY_SELLER = {
    Step.START: say("starts work"),
    Step.SHIP: say("says that it is shipped"),
    Step.DELIVER: say("says that it is delivered"),
}


@transaction.atomic
def move_order(
    *,
    tenant: Tenant,
    by: Member | None,
    order: Order,
    to: str,
    tracking_number: str = "",
    reason: str = "",
    now: datetime,
) -> Order:
    """The order after the step `to`, one of Step. Done again, a step is refused: its first time stands.

    A seller who cancels says why, in the chat; what was paid goes back. Raises NotThere, NotPermitted for the
    wrong side, UnableToMoveOrder.
    """
    step = _step(to)
    if step in _BY_SELLER:
        check_is_side(by, order, SELLER, _BY_SELLER[step])
    elif step is Step.FINISH:
        check_is_side(by, order, BUYER, say("confirms that it has arrived"))
    held = lock_order(order.pk)
    if not placed_here(held):
        detail = say("This order was placed elsewhere; it moves when the marketplace there says so.")
        raise UnableToMoveOrder(Problem(ProblemCode.CONFLICT, "", detail))
    match step:
        case Step.START | Step.SHIP:
            _work(held, step, tracking_number.strip(), tenant=tenant, by=by, now=now)
        case Step.DELIVER:
            _check(held, OrderStatus.DELIVERED)
            times = {"started_at": held.started_at or now, "delivered_at": now}
            become(held, OrderStatus.DELIVERED, tenant=tenant, by=by, now=now, **times)
        case Step.FINISH:
            _check(held, OrderStatus.FINISHED)
            become(held, OrderStatus.FINISHED, tenant=tenant, by=by, now=now)
        case Step.CANCEL:
            _cancel(held, reason, tenant=tenant, by=by, now=now)
    return held


def _step(to: str) -> Step:
    try:
        return Step(to)
    except ValueError:
        detail = say("There is no such step.")
        raise UnableToMoveOrder(Problem(ProblemCode.VALIDATION_FAILED, "/to", detail)) from None


def _check(order: Order, to: OrderStatus) -> None:
    if problems := no_such_step(order, to):
        raise UnableToMoveOrder(*problems)


def _work(order: Order, step: Step, tracking: str, *, tenant: Tenant, by: Member | None, now: datetime) -> None:
    """Starting and shipping leave the status as it is; each is said once."""
    if order.status != OrderStatus.IN_PROGRESS:
        detail = say(
            "This order is {state}; this is said of orders in progress.", state=order_is(OrderStatus(order.status))
        )
        raise UnableToMoveOrder(Problem(ProblemCode.CONFLICT, "", detail))
    done = order.started_at if step is Step.START else order.shipped_at
    if done is not None:
        again = say("This order was started already.") if step is Step.START else say("This order was shipped already.")
        raise UnableToMoveOrder(Problem(ProblemCode.CONFLICT, "", again))
    if len(tracking) > LONGEST_TRACKING or not is_one_line(tracking):
        detail = say("A tracking number is one line of at most {most} characters.", most=LONGEST_TRACKING)
        raise UnableToMoveOrder(Problem(ProblemCode.VALIDATION_FAILED, "/tracking_number", detail))
    changes: dict[str, Any] = {"started_at": order.started_at or now}
    if step is Step.SHIP:
        changes |= {"shipped_at": now, "tracking_number": tracking or order.tracking_number}
    note(order, changes, now)
    action = "order.started" if step is Step.START else "order.shipped"
    record_entry(tenant=tenant, by=by, action=action, subject=order, now=now, data={"status": order.status})
    tell_moved(order, action.removeprefix("order."), tenant=tenant, by=by, now=now)


def _cancel(order: Order, reason: str, *, tenant: Tenant, by: Member | None, now: datetime) -> None:
    """The buyer while nothing is paid; the seller while it runs, with a reason, and the money goes back."""
    selling = by is not None and SELLER.value in sides_of(by, order)
    check_is_side(by, order, SELLER if selling else BUYER, say("cancels it"))
    unpaid = order.status == OrderStatus.AWAITING_PAYMENT
    if not selling:
        if not unpaid:
            raise NotPermitted(say("A paid order is canceled by its seller. Please write to them in the order's chat."))
        cancel_unpaid(order, tenant=tenant, by=by, now=now)
        return
    _check(order, OrderStatus.CANCELED)
    if not 0 < len(reason.strip()) <= LONGEST_BODY - 100:
        detail = say("Please tell the buyer why, in a few words.")
        raise UnableToMoveOrder(Problem(ProblemCode.VALIDATION_FAILED, "/reason", detail))
    with speaking(language_of(order.buyer, tenant)):
        body = str(say("I have to cancel this order. {reason}", reason=reason.strip()))
    send_message(tenant=tenant, by=by, order=order, sender=SELLER.value, body=body, now=now)
    if unpaid:
        cancel_unpaid(order, tenant=tenant, by=by, now=now)
        return
    payment = lock_booked_payment(order)
    become(order, OrderStatus.CANCELED, tenant=tenant, by=by, now=now)
    if payment is not None and (left := left_to_refund(payment)):
        owe(payment, left, tenant=tenant, by=by, reason=SELLER_CANCELED, now=now)
