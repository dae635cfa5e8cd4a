"""An agent asks the requester a question; the case waits for the answer, until a deadline."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from disputes.models import InformationRequest, Letter, RemovalRequest
from disputes.permissions import check_may_work_on
from disputes.progress import FREE, lock_case, move_case
from disputes.refusals import UnableToAct, text_problems, version_problems
from disputes.tasks import deliver_letters
from disputes.telling.letters import write_letter
from disputes.workers import claim_problems
from policy.terms import RequestStatus
from policy.time_limits import deciding, giving_more_information
from tenants.models import Member, Tenant
from tenants.nudge import nudge


class UnableToAskInformation(UnableToAct):
    """Somebody else works on the case, or it does not wait for an agent."""


@transaction.atomic
def ask_information(
    *,
    tenant: Tenant,
    by: Member | None,
    request: RemovalRequest,
    version: int | None,
    question: str,
    now: datetime,
) -> InformationRequest:
    """The question; the case waits, nobody holds it, and it is due as long after the deadline as policy says.

    Raises NotThere, NotPermitted; UnableToAskInformation (`not_claimed`, `already_claimed`, `stale_version`,
    `validation_failed` at /question); UnableToAct (`conflict` where it is not in review).
    """
    case = lock_case(request.pk, tenant=tenant, now=now)
    check_may_work_on(by, case)
    problems = (
        claim_problems(case, by, tenant=tenant, now=now)
        or version_problems(version, case.version)
        or text_problems(question, "/question", "Please write the question.")
    )
    if problems:
        raise UnableToAskInformation(*problems)
    policy = case.policy_version.policy
    due_at = giving_more_information(now, policy).ends_at
    asked = InformationRequest.objects.create(
        tenant=tenant, request=case, asked_by=by, question=question.strip(), asked_at=now, due_at=due_at
    )
    move_case(
        case,
        RequestStatus.MORE_INFORMATION,
        tenant=tenant,
        by=by,
        now=now,
        action="request.information_asked",
        more_information_due_at=due_at,
        due_at=deciding(due_at, policy).ends_at,
        **FREE,
    )
    write_letter(Letter.Kind.INFORMATION_ASKED, to=case.filed_by, case=case, about=asked, now=now)
    nudge(deliver_letters, tenant_id=str(tenant.pk))
    return asked
