"""An agent decides several cases of a group and may take that back for a moment: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from disputes.deciding.grace import keep_prepared, words_in
from disputes.deciding.judging import not_ready
from disputes.deciding.together import UnableToDecideGroup, judge_together
from disputes.models import GroupCase, PreparedDecision
from disputes.permissions import check_may_work_on_group
from tenants.models import Member, Tenant

__all__ = ["UnableToDecideGroup", "prepare_group_decision"]


@transaction.atomic
def prepare_group_decision(
    *,
    tenant: Tenant,
    by: Member | None,
    group: GroupCase,
    versions: Mapping[str, int | None],
    now: datetime,
    **words: Any,
) -> list[PreparedDecision]:
    """What waits to take effect, a row for each case in `versions`; `words` are those of `decide_group`.

    Judged and refused exactly as `decide_group` does it. `held_then` of each says that a lead would have to approve.
    """
    check_may_work_on_group(by, group)
    found = judge_together(group, versions, words_in(words), by=by, tenant=tenant, now=now, ready=not_ready)
    rows = []
    for each in found.judged:
        case = each.case
        row = keep_prepared(case, words, tenant=tenant, by=by, version=case.version, now=now, group=group)
        row.held_then = found.held[case.pk]
        rows.append(row)
    return rows
