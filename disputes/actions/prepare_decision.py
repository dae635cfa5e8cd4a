"""An agent decides a case and may take it back for a moment: judged at once, in effect a little later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from disputes.deciding.grace import keep_prepared, words_in
from disputes.deciding.judging import judge, must_wait, not_ready
from disputes.models import PreparedDecision, RemovalRequest
from disputes.permissions import check_may_work_on
from disputes.progress import lock_case
from disputes.refusals import UnableToAct
from tenants.models import Member, Tenant


class UnableToPrepareDecision(UnableToAct):
    """The case is not theirs, not ready, or the decision cannot stand."""


@transaction.atomic
def prepare_decision(
    *, tenant: Tenant, by: Member | None, request: RemovalRequest, version: int | None, now: datetime, **words: Any
) -> PreparedDecision:
    """What waits to take effect; `words` are those of `decide_request`, and everything is refused as it refuses it.

    Nothing has happened yet: neither review, rate nor letter is touched, and nobody else may work on the case.
    `held_then` says that a lead would have to approve. Raises NotThere, NotPermitted; UnableToPrepareDecision with
    the problems and codes of `decide_request`.
    """
    case = lock_case(request.pk, tenant=tenant, now=now)
    check_may_work_on(by, case)
    if problems := not_ready(case, by, version, tenant=tenant, now=now):
        raise UnableToPrepareDecision(*problems)
    judged, problems = judge(case, words_in(words), now=now)
    if judged is None:
        raise UnableToPrepareDecision(*problems)
    row = keep_prepared(case, words, tenant=tenant, by=by, version=case.version, now=now)
    row.held_then = must_wait(judged, now=now)
    return row
