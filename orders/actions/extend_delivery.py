"""The seller moves the promised completion of a running order later, and tells the buyer why in its chat."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from audit.actions.record_entry import record_entry
from orders.actions.send_message import send_message
from orders.models import Message, Order
from orders.moving import lock_order, note
from orders.permissions import check_is_side
from orders.talking.content import LONGEST_BODY
from orders.telling.trade import tell_moved
from policy.phrases import moment_in_words, order_is
from policy.problems import Problem
from policy.saying import say
from policy.terms import OrderStatus, ProblemCode
from tenants.languages import language_of
from tenants.models import Member, Tenant
from wire.refusals import Refused
from wire.speaking import speaking

FURTHEST = timedelta(days=366)
RUNNING = frozenset({OrderStatus.AWAITING_PAYMENT, OrderStatus.IN_PROGRESS})


class UnableToExtendDelivery(Refused):
    """`conflict` where the order does not run any more; `validation_failed` at a field."""


@transaction.atomic
def extend_delivery(
    *, tenant: Tenant, by: Member | None, order: Order, to: datetime | None, reason: str, now: datetime
) -> Order:
    """The order with its later promise. Every promise that was made before stays in the order's log and timeline.

    Raises NotThere, NotPermitted for all but the order's seller, UnableToExtendDelivery, UnableToSendMessage.
    """
    check_is_side(by, order, Message.Sender.SELLER, say("extends the delivery"))
    held = lock_order(order.pk)
    if problems := _problems(held, to, reason, now):
        raise UnableToExtendDelivery(*problems)
    before = held.promised_completion_at
    when, why = moment_in_words(to, tenant.zone), reason.strip()
    with speaking(language_of(held.buyer, tenant)):
        body = str(say("I need more time for this order: it will be done by {when}. {reason}", when=when, reason=why))
    send_message(tenant=tenant, by=by, order=held, sender=Message.Sender.SELLER.value, body=body, now=now)
    note(held, {"promised_completion_at": to}, now)
    data = {"promised_completion_at": [before and before.isoformat(), to.isoformat()]}
    record_entry(tenant=tenant, by=by, action="order.extended", subject=held, now=now, data=data)
    tell_moved(held, "extended", tenant=tenant, by=by, now=now)
    return held


def _problems(order: Order, to: datetime | None, reason: str, now: datetime) -> list[Problem]:
    if order.status not in RUNNING:
        detail = say(
            "This order is {state}; there is nothing left to extend.", state=order_is(OrderStatus(order.status))
        )
        return [Problem(ProblemCode.CONFLICT, "", detail)]
    problems = []
    promised = order.promised_completion_at
    if to is None:
        problems.append(("/to", say("Please give the new date and time.")))
    elif to <= now:
        problems.append(("/to", say("This lies in the past. Please choose a later time.")))
    elif promised is not None and to <= promised:
        problems.append(("/to", say("This is not later than what is promised already.")))
    elif to > now + FURTHEST:
        problems.append(("/to", say("Please choose a time within a year.")))
    if not 0 < len(reason.strip()) <= LONGEST_BODY - 200:
        problems.append(("/reason", say("Please tell the buyer why, in a few words.")))
    return [Problem(ProblemCode.VALIDATION_FAILED, pointer, detail) for pointer, detail in problems]
