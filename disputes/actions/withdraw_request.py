"""The requester takes a request back, as long as no agent is on it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from disputes.models import RemovalRequest
from disputes.permissions import check_is
from disputes.progress import FREE, lock_case, move_case
from disputes.queries import still_hidden_without
from disputes.refusals import UnableToAct, version_problems
from feedback.actions.show_review import show_review
from notifications.actions.announce import announce
from policy.terms import Party, RequestStatus
from tenants.models import Member, Tenant


class UnableToWithdrawRequest(UnableToAct):
    """It is being decided, or closed already."""


@transaction.atomic
def withdraw_request(
    *, tenant: Tenant, by: Member | None, request: RemovalRequest, now: datetime, version: int | None = None
) -> RemovalRequest:
    """The withdrawn case; a review that was hidden for it is shown again. `version` is checked where given.

    Raises NotThere, NotPermitted, UnableToAct (`conflict` where its status allows no withdrawal),
    UnableToWithdrawRequest (`stale_version`).
    """
    case = lock_case(request.pk, tenant=tenant, now=now)
    check_is(Party.REQUESTER, by, case)
    if version is not None and (problems := version_problems(version, case.version)):
        raise UnableToWithdrawRequest(*problems)
    move_case(
        case,
        RequestStatus.WITHDRAWN,
        tenant=tenant,
        by=by,
        now=now,
        action="request.withdrawn",
        closed_at=now,
        **FREE,
    )
    announce(tenant=tenant, kind="request.withdrawn", subject=case, now=now)
    if case.review.hidden_at is not None and not still_hidden_without(case):
        show_review(tenant=tenant, by=by, review=case.review, now=now)
    return case
