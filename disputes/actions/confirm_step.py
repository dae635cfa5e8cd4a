"""A lead confirms a proposed caution or suspension, and only now it holds (DSA Art. 23)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from disputes.misuse.step_letters import tell_subject
from disputes.misuse.steps import ends_at, lock_step, move_step, moving_problems
from disputes.models import Letter, MisuseStep
from disputes.permissions import check_may_handle
from disputes.queries import in_force, steps_of, still_called_for, whose
from disputes.refusals import UnableToAct, conflict
from policy.misuse import may_confirm
from policy.problems import Problem
from policy.terms import MisuseKind, SuspensionStatus
from tenants.models import Member, Tenant


class UnableToConfirmStep(UnableToAct):
    """It is not proposed any more, rests on too little now, or nobody was warned before."""


@transaction.atomic
def confirm_step(
    *, tenant: Tenant, by: Member | None, step: MisuseStep, version: int | None, reason: str, now: datetime
) -> MisuseStep:
    """The step in force: a caution for as long as misuse looks back, a suspension for its days.

    Its subject is told by letter, with the reason word for word. Raises NotThere; NotPermitted for others than
    leads, and for whom it is against; UnableToConfirmStep with `conflict` (not proposed any more, no caution in
    force before a suspension, overturned cases), `stale_version`, or `validation_failed` at /reason.
    """
    held = lock_step(step.pk, tenant=tenant, now=now)
    check_may_handle(by, held)
    problems = moving_problems(held, SuspensionStatus.ACTIVE, version, reason, tenant=tenant)
    if problems := problems or _standing_problems(held, now):
        raise UnableToConfirmStep(*problems)
    move_step(
        held,
        SuspensionStatus.ACTIVE,
        tenant=tenant,
        by=by,
        now=now,
        data={"counted": held.counted, "decided": held.decided},
        confirmed_by=by,
        confirmed_at=now,
        ends_at=ends_at(held, now),
        reason=reason.strip(),
    )
    tell_subject(Letter.Kind.STEP_CONFIRMED, held, tenant=tenant, now=now)
    return held


def _standing_problems(step: MisuseStep, now: datetime) -> list[Problem]:
    # Locked, so that the caution is not lifted while the suspension that needs it is confirmed.
    cautions = steps_of(whose(step)).filter(in_force(now), kind=MisuseKind.CAUTION)
    warned = cautions.select_for_update(of=("self",)).first() is not None
    if problems := may_confirm(MisuseKind(step.kind), warned):
        return problems
    if not still_called_for(step):
        detail = f"Since the {step.kind} was proposed, decisions it rests on were overturned: the rule no longer"
        return [conflict(f"{detail} calls for it. Please dismiss it.")]
    return []
