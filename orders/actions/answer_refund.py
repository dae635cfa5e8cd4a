"""A seller says what became of a refund that did not go through, or of which the provider's answer is not known."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from audit.actions.record_entry import record_entry
from orders.models import Message, Refund
from orders.paying.refunding import ASKED, lock_refund, without_it
from orders.permissions import check_is_side
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from tenants.nudge import nudge
from wire.refusals import NotThere, Refused

STILL_RUNNING = timedelta(minutes=10)


class UnableToAnswerRefund(Refused):
    """`conflict` where it needs no answer: it is done, waits, or is being asked for now."""


@transaction.atomic
def answer_refund(*, tenant: Tenant, by: Member | None, refund: Refund, arrived: bool, now: datetime) -> Refund:
    """The refund: done where it `arrived` (the seller looked in their account with the provider), else asked for again.

    Raises NotThere, NotPermitted for all but the order's seller, UnableToAnswerRefund.
    """
    held = lock_refund(refund.pk)
    if held is None:
        raise NotThere
    refund, payment, order = held
    check_is_side(by, order, Message.Sender.SELLER, say("says what became of a refund"))
    if problems := _problems(refund, now):
        raise UnableToAnswerRefund(*problems)
    refund.failed_because = ""
    if arrived:
        refund.done_at = now
        without_it(payment, refund)
    refund.save(update_fields=["failed_because", "done_at"])
    action = "refund.said_to_have_arrived" if arrived else "refund.asked_again"
    record_entry(tenant=tenant, by=by, action=action, subject=refund, now=now, data={"amount": str(refund.amount)})
    if not arrived:
        nudge("orders.carry_out_refunds", tenant_id=str(tenant.pk))
    return refund


def _problems(refund: Refund, now: datetime) -> list[Problem]:
    if refund.done_at is not None:
        return [Problem(ProblemCode.CONFLICT, "", say("This money has gone back."))]
    recent = refund.failed_because == ASKED and now < refund.asked_at + STILL_RUNNING
    if not refund.failed_because or recent:
        detail = say("The payment provider is being asked for this refund. Please look again in ten minutes.")
        return [Problem(ProblemCode.CONFLICT, "", detail)]
    return []
