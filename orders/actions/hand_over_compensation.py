"""A seller says that what they added to an order has been handed over: an item, a service or a replacement."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from orders.models import Compensation, Handover, Message, Order
from orders.permissions import check_is_side
from orders.telling.additions import tell_handed_over
from policy.compensations import HANDED_OVER
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from wire.refusals import Refused


class UnableToHandOver(Refused):
    """`conflict` for what is not handed over: money and codes reach the buyer by themselves."""


@transaction.atomic
def hand_over_compensation(*, tenant: Tenant, by: Member | None, compensation: Compensation, now: datetime) -> Handover:
    """That it was handed over; said again, the first time stands.

    Raises NotThere, NotPermitted for all but the order's seller, UnableToHandOver.
    """
    order = compensation.order
    check_is_side(by, order, Message.Sender.SELLER, say("hands over what was added"))
    if compensation.kind not in HANDED_OVER:
        detail = say("This is not handed over: the buyer has it already, or gets it as money.")
        raise UnableToHandOver(Problem(ProblemCode.CONFLICT, "", detail))
    # One after the other, so that the second of two finds what the first has said.
    Order.objects.select_for_update(of=("self",), no_key=True).get(pk=order.pk)
    if (standing := Handover.objects.filter(compensation=compensation).first()) is not None:
        return standing
    handover = Handover.objects.create(tenant=tenant, compensation=compensation, by=by, at=now)
    data = {"order": str(order.pk), "kind": compensation.kind}
    record_entry(tenant=tenant, by=by, action="compensation.handed_over", subject=compensation, now=now, data=data)
    tell_handed_over(compensation, order, tenant=tenant, now=now)
    return handover
