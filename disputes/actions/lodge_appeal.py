"""Either side complains against a decision, once, within the window (DSA Art. 20)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from audit.actions.record_entry import record_entry
from disputes.models import Appeal, Decision, Letter, RemovalRequest
from disputes.progress import lock_case
from disputes.queries import informed_at, may_see_case, party_of, standing_decision
from disputes.refusals import UnableToAct, coded, text_problems
from disputes.tasks import deliver_letters
from disputes.telling.letters import write_letter
from notifications.actions.announce import announce
from policy.appeal_rules import AppealFacts, may_appeal
from policy.problems import Problem
from policy.saying import say
from policy.terms import Outcome, Party, ProblemCode
from policy.time_limits import deciding_appeal
from tenants.models import Member, Tenant
from tenants.nudge import nudge
from wire.refusals import NotPermitted, NotThere


class UnableToAppeal(UnableToAct):
    """The window has passed, it was appealed before, or nothing goes against that side."""


@transaction.atomic
def lodge_appeal(*, tenant: Tenant, by: Member | None, decision: Decision, body: str, now: datetime) -> Appeal:
    """The appeal, with its deadline. The window counts from the moment at which that side was informed.

    Raises NotThere; NotPermitted for whoever is on no side; UnableToAppeal with `not_appealable`, or
    `validation_failed` at /body.
    """
    case = lock_case(decision.request_id, tenant=tenant, now=now)
    if not may_see_case(by, case):
        raise NotThere
    party = party_of(by, case)
    if party is None:
        raise NotPermitted(say("Only the review's author and the seller who asked for its removal can appeal."))
    problems = appeal_problems(case, decision, party, tenant=tenant, now=now)
    problems = problems or text_problems(body, "/body", say("Please say what you think is wrong with the decision."))
    if problems:
        raise UnableToAppeal(*problems)
    appeal = _lodge(tenant, case, decision, party, by, body, now)
    data = {"decision": str(decision.pk), "party": party.value}
    record_entry(tenant=tenant, by=by, action="appeal.lodged", subject=appeal, now=now, data=data)
    announce(tenant=tenant, kind="appeal.lodged", subject=appeal, now=now, data={"party": party.value})
    write_letter(Letter.Kind.APPEAL_RECEIVED, to=by, case=case, appeal=appeal, now=now)
    nudge(deliver_letters, tenant_id=str(tenant.pk))
    return appeal


def appeal_problems(
    case: RemovalRequest, decision: Decision, party: Party, *, tenant: Tenant, now: datetime
) -> list[Problem]:
    """Why that side cannot appeal; for pages that offer it, too."""
    standing = standing_decision(case)
    in_effect = not decision.held or getattr(getattr(decision, "approval", None), "approved", False)
    facts = AppealFacts(
        party=party,
        outcome=Outcome(decision.outcome),
        informed_at=informed_at(decision, party) or now,
        timezone=tenant.zone,
        held=not in_effect,
        superseded=in_effect and standing is not None and standing.pk != decision.pk,
        already_appealed=Appeal.objects.filter(decision=decision, party=party).exists(),
        in_part=bool(decision.criteria),
    )
    return may_appeal(facts, decision.policy_version.policy, now)


def _lodge(
    tenant: Tenant,
    case: RemovalRequest,
    decision: Decision,
    party: Party,
    by: Member,
    body: str,
    now: datetime,
) -> Appeal:
    try:
        with transaction.atomic():
            return Appeal.objects.create(
                tenant=tenant,
                decision=decision,
                party=party,
                lodged_by=by,
                body=body.strip(),
                lodged_at=now,
                due_at=deciding_appeal(now, case.policy_version.policy).ends_at,
            )
    except IntegrityError as error:
        if "one_appeal_a_decision_and_party" not in str(error):
            raise
        detail = say("You have already appealed this decision; each side can appeal it once.")
        raise UnableToAppeal(coded(ProblemCode.NOT_APPEALABLE, detail)) from None
