"""An agent says what comes of a report about a seller: it is so, or nothing follows from it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from notifications.actions.notify import notify
from orders.models import SellerReport
from orders.permissions import check_may_answer_report
from orders.telling.sides import page_of
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from wire.refusals import NotThere, Refused
from wire.text import is_showable

LONGEST_ANSWER = 2000


class UnableToAnswerReport(Refused):
    """`validation_failed` at /answer, `conflict` where it is answered, `stale_version`."""


@transaction.atomic
def answer_report(
    *,
    tenant: Tenant,
    by: Member | None,
    report: SellerReport,
    confirmed: bool,
    answer: str,
    version: int | None,
    now: datetime,
) -> SellerReport:
    """The answered report; whoever sent it is told the answer, word for word.

    Raises NotThere for all but the desk, NotPermitted for who runs the seller, bought or reported;
    UnableToAnswerReport.
    """
    held = SellerReport.objects.select_for_update(of=("self",), no_key=True).filter(pk=report.pk).first()
    if held is None:
        raise NotThere
    check_may_answer_report(by, held)
    answer = answer.strip()
    if problems := _problems(held, answer, version):
        raise UnableToAnswerReport(*problems)
    held.status = SellerReport.Status.CONFIRMED if confirmed else SellerReport.Status.DISMISSED
    held.looked_at_by, held.looked_at, held.answer = by, now, answer
    held.version += 1
    held.save(update_fields=["status", "looked_at_by", "looked_at", "answer", "version"])
    data = {"order": str(held.order_id), "seller": str(held.seller_id), "kind": held.kind}
    record_entry(tenant=tenant, by=by, action=f"report.{held.status}", subject=held, now=now, data=data)
    title = (
        say("Your report about {seller} was confirmed", seller=held.seller.name)
        if confirmed
        else say("Your report about {seller} was dismissed", seller=held.seller.name)
    )
    notify(
        tenant=tenant,
        member=held.by,
        kind="report_answered",
        key=f"report:{held.pk}",
        title=title,
        body=answer,
        path=f"{page_of(held.order)}#conduct",
        now=now,
    )
    return held


def _problems(report: SellerReport, answer: str, version: int | None) -> list[Problem]:
    if report.status != SellerReport.Status.OPEN:
        return [Problem(ProblemCode.CONFLICT, "", f"A colleague has answered this: it is {report.status}.")]
    if version != report.version:
        # A code of the HTTP contract that the pure policy never gives itself.
        detail = "This report has changed since you opened it. Please look again."
        return [Problem("stale_version", "/version", detail)]  # type: ignore[arg-type]
    if not answer:
        detail = "Please write why: whoever sent the report reads it."
    elif len(answer) > LONGEST_ANSWER:
        detail = f"The answer can have up to {LONGEST_ANSWER:,} characters; it has {len(answer):,}."
    elif not is_showable(answer):
        detail = "This has control characters or broken characters, which cannot be kept."
    else:
        return []
    return [Problem(ProblemCode.VALIDATION_FAILED, "/answer", detail)]
