"""A lead decides that what the count proposed shall not be: the same cases do not call for it again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from disputes.misuse.steps import lock_step, move_step, moving_problems
from disputes.models import MisuseStep
from disputes.permissions import check_may_handle
from disputes.refusals import UnableToAct
from policy.terms import SuspensionStatus
from tenants.models import Member, Tenant


class UnableToDismissStep(UnableToAct):
    """It is not proposed any more."""


@transaction.atomic
def dismiss_step(
    *, tenant: Tenant, by: Member | None, step: MisuseStep, version: int | None, reason: str, now: datetime
) -> MisuseStep:
    """The dismissed step; its subject never hears of it.

    Raises NotThere; NotPermitted for others than leads, and for whom it is against; UnableToDismissStep with
    `conflict`, `stale_version`, or `validation_failed` at /reason.
    """
    held = lock_step(step.pk, tenant=tenant, now=now)
    check_may_handle(by, held)
    if problems := moving_problems(held, SuspensionStatus.DISMISSED, version, reason, tenant=tenant):
        raise UnableToDismissStep(*problems)
    closing = {"closed_by": by, "closed_at": now, "reason": reason.strip()}
    move_step(held, SuspensionStatus.DISMISSED, tenant=tenant, by=by, now=now, **closing)
    return held
