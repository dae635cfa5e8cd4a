"""The review's author says their side, once, before the deadline; then agents may decide."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from disputes.models import RemovalRequest, Reply
from disputes.permissions import check_is
from disputes.progress import lock_case, move_case
from disputes.refusals import UnableToAct, coded, conflict, moment, text_problems
from policy.saying import say
from policy.terms import Party, ProblemCode, RequestStatus
from policy.time_limits import deciding
from tenants.models import Member, Tenant


class UnableToReply(UnableToAct):
    """No reply was asked for, it was given, or its time is over."""


@transaction.atomic
def reply_to_request(*, tenant: Tenant, by: Member | None, request: RemovalRequest, body: str, now: datetime) -> Reply:
    """The reply; the case moves to the agents and is due as long after it as policy says.

    Raises NotThere, NotPermitted; UnableToReply with `window_closed` after the deadline, `conflict` where
    there is a reply or nothing was asked, `validation_failed` at /body.
    """
    case = lock_case(request.pk, tenant=tenant, now=now)
    check_is(Party.AUTHOR, by, case)
    if problems := _timing(case, tenant, now) or text_problems(body, "/body", say("Please write your reply.")):
        raise UnableToReply(*problems)
    reply = Reply.objects.create(tenant=tenant, request=case, by=by, body=body.strip(), at=now)
    move_case(
        case,
        RequestStatus.IN_REVIEW,
        tenant=tenant,
        by=by,
        now=now,
        action="request.replied",
        due_at=deciding(now, case.policy_version.policy).ends_at,
    )
    return reply


def _timing(case: RemovalRequest, tenant: Tenant, now: datetime) -> list:
    if not case.is_open:
        return [conflict(say("This case is closed."))]
    if Reply.objects.filter(request=case).exists():
        return [conflict(say("You have replied already; a reply stays as it is."))]
    if case.buyer_reply_due_at is None:
        return [conflict(say("No reply is asked for in this case."))]
    if now >= case.buyer_reply_due_at:
        until = moment(case.buyer_reply_due_at, tenant)
        return [coded(ProblemCode.WINDOW_CLOSED, say("The time to reply ended on {until}.", until=until))]
    if case.status != RequestStatus.AWAITING_BUYER:
        return [conflict(say("No reply is asked for at this moment."))]
    return []
