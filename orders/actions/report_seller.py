"""A buyer tells the desk how a seller deals with them: writes too much, offers something for a review, presses."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from audit.actions.record_entry import record_entry
from orders.models import Message, Order, SellerReport
from orders.permissions import check_is_side
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from wire.refusals import Refused
from wire.text import is_showable

LONGEST_WORDS = 2000


class UnableToReportSeller(Refused):
    """`validation_failed` at a field; `conflict` where a report of this kind about this order is open."""


@transaction.atomic
def report_seller(
    *,
    tenant: Tenant,
    by: Member | None,
    order: Order,
    kind: str,
    words: str,
    message: UUID | None = None,
    now: datetime,
) -> SellerReport:
    """The report, for the desk to look at. `message` is the id of the seller's message that it is about.

    Raises NotThere, NotPermitted for all but the order's buyer, UnableToReportSeller with every problem.
    """
    check_is_side(by, order, Message.Sender.BUYER, say("reports its seller"))
    words = words.strip()
    found = Message.objects.filter(order=order, sender=Message.Sender.SELLER, pk=message).first() if message else None
    if problems := _problems(kind, words, message is not None and found is None):
        raise UnableToReportSeller(*problems)
    try:
        with transaction.atomic():
            report = SellerReport.objects.create(
                tenant=tenant,
                order=order,
                seller=order.seller,
                by=by,
                kind=kind,
                words=words,
                message=found,
                reported_at=now,
            )
    except IntegrityError as error:
        if "one_open_report_an_order_and_kind" not in str(error):
            raise
        detail = say("You have reported this already. An agent looks at it, and you are told what comes of it.")
        raise UnableToReportSeller(Problem(ProblemCode.CONFLICT, "", detail)) from None
    data = {"order": str(order.pk), "seller": str(order.seller_id), "kind": kind}
    record_entry(tenant=tenant, by=by, action="seller.reported", subject=report, now=now, data=data)
    return report


def _problems(kind: str, words: str, no_such_message: bool) -> list[Problem]:
    wrong = []
    if kind not in SellerReport.Kind.values:
        wrong.append(("/kind", say("Please choose what the seller did.")))
    if not words:
        wrong.append(("/words", say("Please write in a few words what happened.")))
    elif len(words) > LONGEST_WORDS:
        wrong.append(
            (
                "/words",
                say("This can have up to {most} characters; it has {number}.", most=LONGEST_WORDS, number=len(words)),
            )
        )
    elif not is_showable(words):
        wrong.append(("/words", say("This has control characters or broken characters, which cannot be kept.")))
    if no_such_message:
        wrong.append(("/message", say("There is no such message of the seller in this chat.")))
    return [Problem(ProblemCode.VALIDATION_FAILED, pointer, detail) for pointer, detail in wrong]
