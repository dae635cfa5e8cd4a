"""Proposes cautions and suspensions that the count of misuse calls for; a lead confirms or dismisses them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from audit.actions.record_entry import record_entry
from disputes.misuse.steps import end_if_over
from disputes.models import MisuseStep
from disputes.queries import Whose, called_for, steps_of, suspects
from policy.terms import MisuseSubject, SuspensionStatus
from tenants.models import Tenant
from tenants.queries import policy_in_force

PRECISION = 4


def who_to_look_at(*, now: datetime) -> list[Whose]:
    return suspects(policy=policy_in_force(at=now).policy, now=now)


def propose_step(*, tenant: Tenant, who: Whose, now: datetime) -> MisuseStep | None:
    """The new proposal, if one is called for and none of its kind is open; running it again changes nothing."""
    version = policy_in_force(at=now)
    # What the clock has ended must not stand in the way of the next of its kind.
    for over in steps_of(who).filter(status=SuspensionStatus.ACTIVE, ends_at__lte=now).select_for_update(of=("self",)):
        end_if_over(over, tenant=tenant, now=now)
    proposal = called_for(who, policy=version.policy, now=now)
    if proposal is None:
        return None
    is_seller = who.subject is MisuseSubject.SELLER
    try:
        with transaction.atomic():
            step = MisuseStep.objects.create(
                tenant=tenant,
                subject=who.subject,
                seller_id=who.id if is_seller else None,
                member_id=None if is_seller else who.id,
                kind=proposal.kind,
                policy_version=version,
                counted=proposal.counted,
                decided=proposal.decided,
                share=round(Decimal(proposal.counted) / proposal.decided, PRECISION),
                gravity=proposal.gravity,
                reasons=list(proposal.reasons),
                cases=list(proposal.cases),
                proposed_at=now,
            )
    except IntegrityError as error:
        if "one_open_step_a_" not in str(error):
            raise
        # Another worker proposed it a moment ago, or a step of this kind is in force under an older policy.
        return None
    data = {"kind": step.kind, "subject": step.subject, "counted": step.counted, "decided": step.decided}
    record_entry(tenant=tenant, by=None, action="misuse.proposed", subject=step, now=now, data=data)
    return step
