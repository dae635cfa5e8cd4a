"""The time in which an agent may take a decision back: nothing has happened, and nobody else may work on the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from audit.actions.record_entry import record_entry
from disputes.deciding.judging import Words
from disputes.models import GroupCase, PreparedDecision, RemovalRequest
from disputes.progress import FREE, keep_case, lease
from disputes.refusals import UnableToAct, conflict
from disputes.workers import ended_problems
from policy.problems import Problem
from tenants.models import Member, Tenant
from wire.refusals import NotPermitted

GRACE = timedelta(seconds=30)
GOOD_FAITH = "good_faith"


def words_in(given: Mapping[str, Any]) -> Words:
    """What an agent typed, as it is judged; whether the request was made in good faith is no part of that."""
    return Words(**{name: value for name, value in given.items() if name != GOOD_FAITH})


def faith_in(given: Mapping[str, Any]) -> bool:
    return given.get(GOOD_FAITH, True)


def keep_prepared(
    case: RemovalRequest,
    given: Mapping[str, Any],
    *,
    tenant: Tenant,
    by: Member,
    version: int,
    now: datetime,
    group: GroupCase | None = None,
) -> PreparedDecision:
    """Keep the words of a decision that can stand, and leave the case to nobody; the caller holds its lock."""
    # One that could not take effect has made room: its case was there to be decided again.
    PreparedDecision.objects.filter(request=case).delete()
    row = PreparedDecision.objects.create(
        tenant=tenant,
        request=case,
        group=group,
        by=by,
        version=version,
        words={name: _plain(value) for name, value in given.items()},
        prepared_at=now,
        takes_effect_at=now + GRACE,
    )
    keep_case(case, bump=False, **FREE)
    data = {"outcome": row.words["outcome"], "takes_effect_at": row.takes_effect_at.isoformat()}
    if group is not None:
        data["group"] = str(group.pk)
    record_entry(tenant=tenant, by=by, action="decision.prepared", subject=case, now=now, data=data)
    return row


def check_may_take_back(case: RemovalRequest, row: PreparedDecision | None, by: Member, *, tenant: Tenant) -> None:
    """Whoever prepared it, as long as it waits. Raise NotPermitted, UnableToAct (`conflict`)."""
    if problems := ended_problems(case, tenant=tenant):
        raise UnableToAct(*problems)
    if row is None:
        raise UnableToAct(conflict("No decision of this case waits to take effect."))
    if row.by_id != by.pk:
        raise NotPermitted(f"Only {row.by}, who decided, can take this back.")


def give_back(case: RemovalRequest, row: PreparedDecision, *, tenant: Tenant, now: datetime) -> None:
    """The case is theirs again, as if they had just claimed it; the row is no more, and its words are in `row`."""
    PreparedDecision.objects.filter(pk=row.pk).delete()
    record_entry(tenant=tenant, by=row.by, action="decision.taken_back", subject=case, now=now)
    lease(case, row.by, tenant=tenant, now=now)


def keep_refused(
    rows: Sequence[PreparedDecision], problems: Sequence[Problem], *, tenant: Tenant, now: datetime
) -> None:
    """Why they could not take effect, for whoever decided; the words stay with it and the cases are free again."""
    told = [{"pointer": each.pointer, "detail": each.detail, "code": str(each.code)} for each in problems]
    PreparedDecision.objects.filter(pk__in=[row.pk for row in rows]).update(refused_at=now, refusals=told)
    codes = sorted({each["code"] for each in told})
    for row in rows:
        data = {"prepared_by": str(row.by_id), "codes": codes}
        record_entry(tenant=tenant, by=None, action="decision.refused", subject=row.request, now=now, data=data)


def _plain(value: Any) -> Any:
    """As JSON keeps it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return value
