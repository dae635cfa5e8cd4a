"""Whether a caution or a suspension can be appealed, and the one way in which such an appeal is closed."""

from __future__ import annotations

from datetime import datetime

from audit.actions.record_entry import record_entry
from disputes.models import MisuseStep, StepAppeal
from disputes.queries import status_at, told_of_step_at
from policy.appeal_rules import StepAppealFacts, may_appeal_step
from policy.problems import Problem
from policy.terms import MisuseKind
from tenants.models import Member, Tenant


def step_appeal_problems(step: MisuseStep, *, tenant: Tenant, now: datetime) -> list[Problem]:
    """Why its subject cannot appeal; for pages that offer it, too."""
    facts = StepAppealFacts(
        kind=MisuseKind(step.kind),
        status=status_at(step, now),
        informed_at=told_of_step_at(step) or now,
        timezone=tenant.zone,
        already_appealed=StepAppeal.objects.filter(step=step).exists(),
    )
    return may_appeal_step(facts, step.policy_version.policy, now)


def close_appeal(appeal: StepAppeal, *, upheld: bool, tenant: Tenant, by: Member, reason: str, now: datetime) -> None:
    """The caller holds the lock of the step, and of the appeal."""
    changes = {
        "upheld": upheld,
        "decided_by": by,
        "decided_at": now,
        "reason": reason.strip(),
        "version": appeal.version + 1,
    }
    for name, value in changes.items():
        setattr(appeal, name, value)
    appeal.save(update_fields=list(changes))
    outcome = "upheld" if upheld else "rejected"
    data = {"step": str(appeal.step_id)}
    record_entry(tenant=tenant, by=by, action=f"misuse_appeal.{outcome}", subject=appeal, now=now, data=data)
