"""The requester answers what the agent asked, with more evidence if there is any."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from disputes.intake.shown import look_up
from disputes.models import Evidence as EvidenceRow
from disputes.models import InformationRequest, RemovalRequest
from disputes.permissions import check_is
from disputes.progress import lock_case, move_case
from disputes.refusals import UnableToAct, coded, conflict, moment, text_problems
from policy.eligibility import Evidence
from policy.filing import evidence_problems
from policy.problems import Problem
from policy.saying import say
from policy.terms import Party, ProblemCode, RequestStatus
from policy.time_limits import deciding
from tenants.models import Member, Tenant


class UnableToGiveInformation(UnableToAct):
    """Nothing was asked, or the time to answer is over."""


@transaction.atomic
def give_information(
    *,
    tenant: Tenant,
    by: Member | None,
    request: RemovalRequest,
    answer: str,
    now: datetime,
    evidence: Sequence[Evidence] = (),
) -> InformationRequest:
    """The answered question; the case is with the agents again.

    Raises NotThere, NotPermitted; UnableToGiveInformation with `window_closed` after the deadline, `conflict`
    where nothing is asked, `validation_failed` at /answer or /evidence/N/….
    """
    case = lock_case(request.pk, tenant=tenant, now=now)
    check_is(Party.REQUESTER, by, case)
    asked = InformationRequest.objects.filter(request=case, answered_at__isnull=True).order_by("asked_at").last()
    shown = look_up(evidence, by=by, review=case.review)
    problems = _timing(case, asked, tenant, now) or [
        *text_problems(answer, "/answer", say("Please write the answer.")),
        *evidence_problems(evidence),
        *shown.problems,
    ]
    if problems:
        raise UnableToGiveInformation(*problems)
    asked.answer, asked.answered_by, asked.answered_at = answer.strip(), by, now
    asked.save(update_fields=["answer", "answered_by", "answered_at"])
    EvidenceRow.objects.bulk_create(
        EvidenceRow(tenant=tenant, request=case, added_by=by, added_at=now, **piece) for piece in shown.pieces
    )
    move_case(
        case,
        RequestStatus.IN_REVIEW,
        tenant=tenant,
        by=by,
        now=now,
        action="request.information_given",
        more_information_due_at=None,
        due_at=deciding(now, case.policy_version.policy).ends_at,
    )
    return asked


def _timing(case: RemovalRequest, asked: InformationRequest | None, tenant: Tenant, now: datetime) -> list[Problem]:
    if asked is None or not case.is_open:
        return [conflict(say("No information is asked for in this case."))]
    if now >= asked.due_at:
        until = moment(asked.due_at, tenant)
        return [coded(ProblemCode.WINDOW_CLOSED, say("The time to answer ended on {until}.", until=until))]
    if case.status != RequestStatus.MORE_INFORMATION:
        return [conflict(say("No information is asked for in this case."))]
    return []
