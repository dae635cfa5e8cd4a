"""A lead other than the confirmer decides an appeal against a caution or a suspension."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from disputes.misuse.step_appeals import close_appeal
from disputes.misuse.step_letters import tell_subject
from disputes.misuse.steps import lock_step, move_step
from disputes.models import Letter, MisuseStep, StepAppeal
from disputes.permissions import check_may_handle
from disputes.refusals import UnableToAct, coded, conflict, invalid, moment, text_problems, version_problems
from policy.appeal_rules import may_decide_step_appeal
from policy.problems import Problem
from policy.terms import AppealStatus, SuspensionStatus
from tenants.models import Member, Tenant

OUTCOMES = (AppealStatus.UPHELD, AppealStatus.REJECTED)


class UnableToDecideStepAppeal(UnableToAct):
    """Nothing waits to be decided, or not by them."""


@transaction.atomic
def decide_step_appeal(
    *,
    tenant: Tenant,
    by: Member | None,
    step: MisuseStep,
    version: int | None,
    outcome: str,
    reason: str,
    now: datetime,
) -> StepAppeal:
    """The decided appeal. Upheld, it lifts what is in force; what has ended meanwhile stays ended.

    `version` is the appeal's, `outcome` "upheld" or "rejected". Raises NotThere; NotPermitted for others than
    leads, and for whom it is against; UnableToDecideStepAppeal with `conflict`, `same_agent`, `stale_version`,
    or `validation_failed`.
    """
    held = lock_step(step.pk, tenant=tenant, now=now)
    check_may_handle(by, held)
    appeal = StepAppeal.objects.select_for_update(of=("self",)).filter(step=held).first()
    problems = _problems(held, appeal, by, tenant) or [
        *version_problems(version, appeal.version),
        *_words(outcome, reason),
    ]
    if problems:
        raise UnableToDecideStepAppeal(*problems)
    upheld = outcome == AppealStatus.UPHELD
    close_appeal(appeal, upheld=upheld, tenant=tenant, by=by, reason=reason, now=now)
    if upheld and held.status == SuspensionStatus.ACTIVE:
        closing = {"closed_by": by, "closed_at": now, "reason": reason.strip()}
        move_step(held, SuspensionStatus.LIFTED, tenant=tenant, by=by, now=now, **closing)
    kind = Letter.Kind.STEP_LIFTED if upheld else Letter.Kind.STEP_APPEAL_REJECTED
    tell_subject(kind, held, tenant=tenant, now=now)
    return appeal


def _problems(step: MisuseStep, appeal: StepAppeal | None, by: Member, tenant: Tenant) -> list[Problem]:
    if appeal is None:
        return [conflict(f"Nobody has appealed against this {step.kind}.")]
    if appeal.decided_at is not None:
        what = "upheld" if appeal.upheld else "rejected"
        return [conflict(f"{appeal.decided_by} {what} this appeal on {moment(appeal.decided_at, tenant)}.")]
    if not may_decide_step_appeal(str(by.pk), str(step.confirmed_by_id)):
        return [coded("same_agent", f"You confirmed this {step.kind}, so another lead must decide the appeal.")]
    return []


def _words(outcome: str, reason: str) -> list[Problem]:
    problems = [] if outcome in OUTCOMES else [invalid("/outcome", "Choose upheld or rejected.")]
    return problems + text_problems(reason, "/reason", "Please give the reason that will be read.")
