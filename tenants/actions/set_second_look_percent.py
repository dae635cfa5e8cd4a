"""A lead sets how many of a hundred decisions another agent decides once more, blind."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from policy.problems import Problem
from policy.terms import ProblemCode
from tenants.models import Member, Role, Tenant
from wire.refusals import NotPermitted, Refused


class UnableToSetSecondLookPercent(Refused):
    """It is no whole number from 0 to 100."""


@transaction.atomic
def set_second_look_percent(*, tenant: Tenant, by: Member | None, percent: int | None, now: datetime) -> Tenant:
    """The marketplace with its new share, from the next decision on; what was drawn before stays drawn.

    Raises NotPermitted; UnableToSetSecondLookPercent with `validation_failed`.
    """
    if by is None or not by.has_role(Role.LEAD) or by.acting_for_seller_id is not None:
        raise NotPermitted("Only leads of this marketplace set how much is looked at again.")
    if type(percent) is not int or not 0 <= percent <= 100:
        detail = "Please give a whole number from 0 to 100."
        raise UnableToSetSecondLookPercent(Problem(ProblemCode.VALIDATION_FAILED, "/percent", detail))
    held = Tenant.objects.select_for_update(of=("self",), no_key=True).get(pk=tenant.pk)
    before, held.second_look_percent = held.second_look_percent, percent
    held.save(update_fields=["second_look_percent"])
    data = {"percent": [before, percent]}
    record_entry(tenant=tenant, by=by, action="tenant.second_look_percent", subject=held, now=now, data=data)
    return held
