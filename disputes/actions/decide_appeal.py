"""Another agent decides an appeal: rejected, or upheld with a new decision in the old one's place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.deciding.appealing import open_appeal
from disputes.deciding.effects import apply_outcome, tell_both, undo
from disputes.deciding.overturning import read_overturning
from disputes.deciding.record import keep_decision
from disputes.finding.findings import propose
from disputes.models import Appeal, Decision, Letter, RemovalRequest
from disputes.progress import FREE, move_appeal
from disputes.queries import standing_decision
from disputes.refusals import UnableToAct, conflict, invalid, text_problems, version_problems
from disputes.tasks import deliver_letters
from disputes.telling.discretion import naming_problems
from disputes.telling.letters import write_letter
from disputes.workers import held_by_another
from notifications.actions.announce import announce
from policy.problems import Problem
from policy.terms import AppealStatus
from tenants.models import Member, Role, Tenant
from tenants.nudge import nudge


class UnableToDecideAppeal(UnableToAct):
    """Somebody else works on it, or the decision cannot stand."""


@transaction.atomic
def decide_appeal(
    *,
    tenant: Tenant,
    by: Member | None,
    appeal: Appeal,
    version: int | None,
    outcome: str,
    reason: str,
    now: datetime,
    new_outcome: str | None = None,
    findings: Mapping[str, str] | None = None,
    spans: Sequence[Sequence[int]] = (),
    criteria: Sequence[str] = (),
) -> Appeal:
    """The decided appeal; `appeal.new_decision` where it was upheld. `outcome` is "upheld" or "rejected".

    `new_outcome` is needed where the requester's appeal is upheld; the author's restores the review unless
    it says otherwise. `findings` default to what the new outcome implies. Nobody needs to claim it first. Where every
    agent decided in the case before, a lead decides, and the log says why.
    Raises NotThere, NotPermitted; UnableToAct (`conflict`, `same_agent`); UnableToDecideAppeal with
    `already_claimed`, `stale_version`, or `validation_failed` with every field that is wrong.
    """
    held, case = open_appeal(appeal, by, tenant=tenant, now=now)
    problems = held_by_another(held, by, tenant=tenant, now=now) or version_problems(version, held.version)
    if problems:
        raise UnableToDecideAppeal(*problems)
    _check_words(outcome, new_outcome, reason, case)
    if outcome == AppealStatus.UPHELD:
        _overturn(held, case, tenant, by, reason, new_outcome, findings, spans, criteria, now)
    _close(held, AppealStatus(outcome), tenant, by, reason, now)
    if not by.has_role(Role.AGENT):
        data = {"because": "every agent decided in this case before"}
        record_entry(tenant=tenant, by=by, action="appeal.decided_by_lead", subject=held, now=now, data=data)
    announce(tenant=tenant, kind="appeal.decided", subject=held, now=now, data={"status": outcome})
    if outcome == AppealStatus.REJECTED:
        write_letter(Letter.Kind.APPEAL_REJECTED, to=held.lodged_by, case=case, appeal=held, now=now)
    nudge(deliver_letters, tenant_id=str(tenant.pk))
    return held


def _check_words(outcome: str, new_outcome: str | None, reason: str, case: RemovalRequest) -> None:
    problems: list[Problem] = []
    if outcome not in (AppealStatus.UPHELD, AppealStatus.REJECTED):
        problems.append(invalid("/outcome", "Choose upheld or rejected."))
    if outcome == AppealStatus.REJECTED and new_outcome:
        problems.append(invalid("/new_outcome", "A rejected appeal leaves the outcome as it is."))
    problems += text_problems(reason, "/reason", "Please give the reason that will be read.")
    problems += naming_problems(case, reason)
    if problems:
        raise UnableToDecideAppeal(*problems)


def _close(appeal: Appeal, to: AppealStatus, tenant: Tenant, by: Member, reason: str, now: datetime) -> None:
    if appeal.status == AppealStatus.LODGED:
        move_appeal(appeal, AppealStatus.IN_REVIEW, tenant=tenant, by=by, now=now, bump=False)
    decided = {"decided_by": by, "decided_at": now, "reason": reason.strip()}
    move_appeal(appeal, to, tenant=tenant, by=by, now=now, **decided, **FREE)


def _overturn(
    appeal: Appeal,
    case: RemovalRequest,
    tenant: Tenant,
    by: Member,
    reason: str,
    new_outcome: str | None,
    findings: Mapping[str, str] | None,
    spans: Sequence[Sequence[int]],
    criteria: Sequence[str],
    now: datetime,
) -> Decision:
    """The new decision, made as if it alone had been made: the old one's effects go, then its own come."""
    old = standing_decision(case)
    if old is None or old.pk != appeal.decision_id:
        overtaken = "A later decision has taken the place of the one appealed against. Please reject this appeal."
        raise UnableToDecideAppeal(conflict(overtaken))
    proposed = propose(case, list(case.claims.order_by("id")), at=now)
    intended, problems = read_overturning(
        appeal,
        old,
        case,
        proposed,
        new_outcome=new_outcome,
        findings=findings,
        spans=spans,
        reason=reason,
        criteria=criteria,
    )
    if problems:
        raise UnableToDecideAppeal(*problems)
    decision = keep_decision(
        intended,
        proposed,
        case=case,
        tenant=tenant,
        by=by,
        now=now,
        good_faith=True,
        supersedes=old,
        appeal=appeal,
    )
    undo(old, review=case.review, tenant=tenant, by=by, now=now)
    apply_outcome(decision, review=case.review, tenant=tenant, by=by, now=now)
    tell_both(decision, case=case, tenant=tenant, now=now)
    return decision
