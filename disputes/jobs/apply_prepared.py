"""Lets prepared decisions take effect when their time to be taken back is over: once each, by however many it is run.

What cannot stand any more decides nothing: the refusal is kept for whoever prepared it, and the case is free again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.deciding.grace import faith_in, keep_refused, words_in
from disputes.deciding.judging import Judged, conclude, judge, must_wait, still_ready
from disputes.deciding.together import conclude_together, judge_together
from disputes.models import OPEN, Decision, PreparedDecision, RemovalRequest
from disputes.permissions import check_may_work_on, check_may_work_on_group
from disputes.progress import keep_case, lock_case
from disputes.queries import due_decisions, waiting_together
from disputes.refusals import UnableToAct, coded, conflict
from policy.problems import Problem
from tenants.models import Tenant
from tenants.scope import tenant_scope
from wire.refusals import NotPermitted, NotThere, Refused

logger = logging.getLogger(__name__)

BATCH = 100
TOLD_FOR = timedelta(days=7)
"""How long a refusal in a closed case is there to be read."""


def apply_prepared(*, tenant: Tenant, now: datetime) -> int:
    """How many decisions took effect, or are held; each, or each group's, in a transaction of its own."""
    with tenant_scope(tenant):
        _forget_old(now)
        due = _due(now)
    applied = 0
    for case_ids in due:
        try:
            with tenant_scope(tenant):
                applied += _apply(case_ids, tenant, now)
        except Exception:  # whatever it is, the others must not wait for it; its row waits for the next time
            logger.exception("decision_not_applied case=%s", case_ids[0])
    return applied


def _due(now: datetime) -> list[tuple[UUID, ...]]:
    """The cases of each decision; of one that was made for several together, all of them."""
    found: dict[tuple[UUID, ...], None] = {}
    for row in due_decisions(now)[:BATCH]:
        one = (row.request_id,)
        together = one if row.group_id is None else tuple(waiting_together(row).values_list("request_id", flat=True))
        found[tuple(sorted(together))] = None
    return list(found)


def _apply(case_ids: Sequence[UUID], tenant: Tenant, now: datetime) -> int:
    """All rows change under the locks of their cases; whoever holds one now leaves these for the next time."""
    cases = RemovalRequest.objects.filter(pk__in=case_ids).order_by("id")
    free = list(cases.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True))
    rows = list(due_decisions(now).filter(request__in=free).select_related("by", "group").order_by("request"))
    if not rows or len(rows) != len(case_ids):
        return 0
    try:
        with transaction.atomic():
            return len(_together(rows, tenant, now) if rows[0].group_id else [_alone(rows[0], tenant, now)])
    except (Refused, NotPermitted, NotThere) as refusal:
        keep_refused(rows, _why(refusal), tenant=tenant, now=now)
        return 0


def _alone(row: PreparedDecision, tenant: Tenant, now: datetime) -> Decision:
    case, by = lock_case(row.request_id, tenant=tenant, now=now), row.by
    check_may_work_on(by, case)
    if problems := still_ready(case, by, row.version, tenant=tenant, now=now) or _edited_since(case, row):
        raise UnableToAct(*problems)
    judged, problems = judge(case, words_in(row.words), now=now)
    if judged is None:
        raise UnableToAct(*problems)
    held = must_wait(judged, now=now)
    _count_as_in_time(judged, row, held=held, tenant=tenant, now=now)
    return conclude(judged, tenant=tenant, by=by, now=now, good_faith=faith_in(row.words), held=held)


def _together(rows: Sequence[PreparedDecision], tenant: Tenant, now: datetime) -> list[Decision]:
    by, group, words = rows[0].by, rows[0].group, rows[0].words
    by_case = {row.request_id: row for row in rows}

    def ready(case: RemovalRequest, *seen, **moment) -> list[Problem]:
        return still_ready(case, *seen, **moment) or _edited_since(case, by_case[case.pk])

    check_may_work_on_group(by, group)
    versions = {str(row.request_id): row.version for row in rows}
    found = judge_together(group, versions, words_in(words), by=by, tenant=tenant, now=now, ready=ready)
    for judged in found.judged:
        case = judged.case
        _count_as_in_time(judged, by_case[case.pk], held=found.held[case.pk], tenant=tenant, now=now)
    return conclude_together(found, group=group, tenant=tenant, by=by, now=now, good_faith=faith_in(words))


def _edited_since(case: RemovalRequest, row: PreparedDecision) -> list[Problem]:
    """Whoever decided has not read what the author wrote after it."""
    edited_at = case.review.edited_at
    if edited_at is None or edited_at <= row.prepared_at:
        return []
    return [conflict("The author has edited the review since. Please look at it again.")]


def _count_as_in_time(judged: Judged, row: PreparedDecision, *, held: bool, tenant: Tenant, now: datetime) -> None:
    """Who decides before the deadline is in time, although the time to take it back ends after it."""
    case = judged.case
    if held or not row.prepared_at <= case.due_at < now:
        return
    data = {"due_at": [case.due_at.isoformat(), now.isoformat()], "decided_at": row.prepared_at.isoformat()}
    keep_case(case, bump=False, due_at=now)
    record_entry(tenant=tenant, by=None, action="decision.in_time", subject=case, now=now, data=data)


def _why(refusal: Exception) -> Sequence[Problem]:
    match refusal:
        case Refused():
            return refusal.problems
        case NotPermitted():
            return [coded("permission_denied", refusal.detail)]
        case _:
            return [coded("permission_denied", "You do not work on cases of this marketplace any more.")]


def _forget_old(now: datetime) -> None:
    told = PreparedDecision.objects.filter(refused_at__lte=now - TOLD_FOR)
    told.exclude(request__status__in=[status.value for status in OPEN]).delete()
