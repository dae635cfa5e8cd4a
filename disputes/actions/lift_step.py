"""A lead takes back a caution or a suspension before its time is over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from disputes.misuse.step_appeals import close_appeal
from disputes.misuse.step_letters import tell_subject
from disputes.misuse.steps import lock_step, move_step, moving_problems
from disputes.models import Letter, MisuseStep, StepAppeal
from disputes.permissions import check_may_handle
from disputes.refusals import UnableToAct
from policy.terms import SuspensionStatus
from tenants.models import Member, Tenant


class UnableToLiftStep(UnableToAct):
    """It is not in force."""


@transaction.atomic
def lift_step(
    *, tenant: Tenant, by: Member | None, step: MisuseStep, version: int | None, reason: str, now: datetime
) -> MisuseStep:
    """The lifted step; the right is back at once, and its subject is told. An open appeal is upheld by it.

    Raises NotThere; NotPermitted for others than leads, and for whom it is against; UnableToLiftStep with
    `conflict`, `stale_version`, or `validation_failed` at /reason.
    """
    held = lock_step(step.pk, tenant=tenant, now=now)
    check_may_handle(by, held)
    if problems := moving_problems(held, SuspensionStatus.LIFTED, version, reason, tenant=tenant):
        raise UnableToLiftStep(*problems)
    closing = {"closed_by": by, "closed_at": now, "reason": reason.strip()}
    move_step(held, SuspensionStatus.LIFTED, tenant=tenant, by=by, now=now, **closing)
    appeal = StepAppeal.objects.select_for_update(of=("self",)).filter(step=held, decided_at__isnull=True).first()
    if appeal is not None:
        close_appeal(appeal, upheld=True, tenant=tenant, by=by, reason=reason, now=now)
    tell_subject(Letter.Kind.STEP_LIFTED, held, tenant=tenant, now=now)
    return held
