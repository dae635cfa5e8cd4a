"""An agent decides several cases of a group with one reason: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from disputes.deciding.judging import Words, not_ready
from disputes.deciding.together import UnableToDecideGroup, conclude_together, judge_together
from disputes.models import Decision, GroupCase
from disputes.permissions import check_may_work_on_group
from tenants.models import Member, Tenant

__all__ = ["UnableToDecideGroup", "decide_group"]


@transaction.atomic
def decide_group(
    *,
    tenant: Tenant,
    by: Member | None,
    group: GroupCase,
    versions: Mapping[str, int | None],
    outcome: str,
    findings: Mapping[str, str],
    reason: str,
    now: datetime,
    good_faith: bool = True,
    departure_reason: str = "",
    criteria: Sequence[str] = (),
) -> list[Decision]:
    """A decision for each case in `versions` (its id: the version that `by` has seen), as `decide_request` makes one.

    An answer in `findings` is for the cases that claim its ground. The second-approval rule counts the group's size,
    and how far all of them together move the rate. Raises NotThere, NotPermitted; UnableToDecideGroup with what is
    wrong with the words (`validation_failed` at /outcome, /findings, /reason, /departure_reason), or with what keeps
    each case from being decided (the codes of `decide_request`, at /cases/<id>).
    """
    check_may_work_on_group(by, group)
    words = Words(outcome, findings, reason, departure_reason, criteria=criteria)
    found = judge_together(group, versions, words, by=by, tenant=tenant, now=now, ready=not_ready)
    return conclude_together(found, group=group, tenant=tenant, by=by, now=now, good_faith=good_faith)
