"""An agent passes a case on, to a colleague or back to the queue, with a note for whoever works on it next."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.models import HandOver, RemovalRequest
from disputes.permissions import check_may_work_on, has_a_stake
from disputes.progress import FREE, LEASE, keep_case, lock_case
from disputes.queries import agent_of_id
from disputes.refusals import UnableToAct, invalid, text_problems
from disputes.workers import claim_problems
from policy.problems import Problem
from tenants.models import Member, Tenant


class UnableToHandOver(UnableToAct):
    """It is not theirs to pass on, the note is missing, or the colleague cannot work on it."""


@transaction.atomic
def hand_over_request(
    *, tenant: Tenant, by: Member | None, request: RemovalRequest, to: UUID | None, note: str, now: datetime
) -> HandOver:
    """The case is the colleague's at once, as if they had claimed it; without `to`, a member's id, it is anybody's.

    Raises NotThere, NotPermitted; UnableToHandOver (`not_claimed`, `already_claimed`, `conflict`, or
    `validation_failed` at /to and /note).
    """
    case = lock_case(request.pk, tenant=tenant, now=now)
    check_may_work_on(by, case)
    if problems := claim_problems(case, by, tenant=tenant, now=now):
        raise UnableToHandOver(*problems)
    colleague = agent_of_id(to) if to is not None else None
    problems = [
        *_colleague_problems(to, colleague, by, case),
        *text_problems(note, "/note", "Please write what whoever takes the case next should know."),
    ]
    if problems:
        raise UnableToHandOver(*problems)
    held = FREE if colleague is None else {"claimed_by": colleague, "claimed_until": now + LEASE}
    keep_case(case, bump=False, **held)
    passed = HandOver.objects.create(tenant=tenant, request=case, by=by, to=colleague, note=note.strip(), at=now)
    data = {"hand_over": str(passed.pk), "to": str(colleague.pk) if colleague else None}
    record_entry(tenant=tenant, by=by, action="request.handed_over", subject=case, data=data, now=now)
    return passed


def _colleague_problems(to: UUID | None, colleague: Member | None, by: Member, case: RemovalRequest) -> list[Problem]:
    """Asked anew under the case's lock: a role may be gone since the page was opened."""
    if to is None:
        return []
    if colleague is None:
        return [invalid("/to", "They are no agent of this marketplace any more. Please choose somebody else.")]
    if colleague.pk == by.pk:
        return [invalid("/to", "The case is yours already. Please choose a colleague, or the queue.")]
    if has_a_stake(colleague, case):
        return [invalid("/to", f"{colleague} is on one side of this case. Please choose somebody else.")]
    return []
