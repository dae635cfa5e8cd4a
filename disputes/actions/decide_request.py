"""An agent decides a case: findings resolved, outcome allowed, reasons given. All or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from disputes.deciding.judging import Words, conclude, judge, must_wait, not_ready
from disputes.models import Decision, RemovalRequest
from disputes.permissions import check_may_work_on
from disputes.progress import lock_case
from disputes.refusals import UnableToAct
from tenants.models import Member, Tenant


class UnableToDecide(UnableToAct):
    """The case is not theirs, not ready, or the decision cannot stand."""


@transaction.atomic
def decide_request(
    *,
    tenant: Tenant,
    by: Member | None,
    request: RemovalRequest,
    version: int | None,
    outcome: str,
    findings: Mapping[str, str],
    reason: str,
    now: datetime,
    spans: Sequence[Sequence[int]] = (),
    good_faith: bool = True,
    departure_reason: str = "",
    criteria: Sequence[str] = (),
) -> Decision:
    """The decision. `decision.held` says that it waits for a lead and has changed nothing yet.

    `findings` maps grounds to "met" or "not_met"; silence agrees with what was proposed. `spans` are
    [start, end) of the comment, in characters; `criteria` those that a strike is of, none for the whole review.
    The facts are gathered again and kept with the decision.
    Raises NotThere, NotPermitted; UnableToDecide with `conflict` (closed already: who, when, what),
    `not_claimed`, `already_claimed`, `stale_version`, `too_early`, or `validation_failed` with every field
    that is wrong.
    """
    case = lock_case(request.pk, tenant=tenant, now=now)
    check_may_work_on(by, case)
    if problems := not_ready(case, by, version, tenant=tenant, now=now):
        raise UnableToDecide(*problems)
    words = Words(outcome, findings, reason, departure_reason, spans, criteria)
    judged, problems = judge(case, words, now=now)
    if judged is None:
        raise UnableToDecide(*problems)
    held = must_wait(judged, now=now)
    return conclude(judged, tenant=tenant, by=by, now=now, good_faith=good_faith, held=held)
