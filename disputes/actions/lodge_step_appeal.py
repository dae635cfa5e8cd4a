"""Whoever was cautioned or suspended complains against it, once (DSA Art. 20)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.misuse.step_appeals import step_appeal_problems
from disputes.misuse.step_words import kind_in_words
from disputes.misuse.steps import lock_step
from disputes.models import MisuseStep, StepAppeal
from disputes.queries import is_subject, steps_visible_to
from disputes.refusals import UnableToAct, text_problems
from policy.saying import say
from policy.time_limits import deciding_appeal
from tenants.models import Member, Tenant
from wire.refusals import NotPermitted, NotThere


class UnableToAppealStep(UnableToAct):
    """The window has passed, it was appealed before, or there is nothing left to give back."""


@transaction.atomic
def lodge_step_appeal(*, tenant: Tenant, by: Member | None, step: MisuseStep, body: str, now: datetime) -> StepAppeal:
    """The appeal, with its deadline. The step holds until it is decided.

    `by` is any member who runs the seller, the buyer, or the author of the notices. Raises NotThere;
    NotPermitted for others who may see the step; UnableToAppealStep with `not_appealable`, or
    `validation_failed` at /body.
    """
    held = lock_step(step.pk, tenant=tenant, now=now)
    if not steps_visible_to(by).filter(pk=held.pk).exists():
        raise NotThere
    if not is_subject(by, held):
        raise NotPermitted(say("Only whom the {kind} is against can appeal it.", kind=kind_in_words(held)))
    problems = step_appeal_problems(held, tenant=tenant, now=now)
    if problems := problems or text_problems(
        body, "/body", say("Please say what you think is wrong with the {kind}.", kind=kind_in_words(held))
    ):
        raise UnableToAppealStep(*problems)
    appeal = StepAppeal.objects.create(
        tenant=tenant,
        step=held,
        lodged_by=by,
        body=body.strip(),
        lodged_at=now,
        due_at=deciding_appeal(now, held.policy_version.policy).ends_at,
    )
    data = {"step": str(held.pk)}
    record_entry(tenant=tenant, by=by, action="misuse_appeal.lodged", subject=appeal, now=now, data=data)
    return appeal
