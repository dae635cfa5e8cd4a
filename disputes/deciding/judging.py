"""One case judged: whether it can be decided now, whether the words can stand, and the decision that comes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from disputes.deciding.approval import must_be_approved
from disputes.deciding.effects import take_effect
from disputes.deciding.intent import new_problems, read_decision
from disputes.deciding.record import keep_decision
from disputes.finding.findings import Proposed, propose
from disputes.models import Decision, PreparedDecision, RemovalRequest
from disputes.progress import FREE, move_case
from disputes.refusals import too_early, version_problems
from disputes.telling.discretion import naming_problems
from disputes.telling.statements import waits_for_in_words
from disputes.workers import claim_problems, ended_problems, held_by_another
from policy.deciding import IntendedDecision, decision_problems
from policy.problems import Problem
from policy.terms import RequestStatus
from tenants.models import Member, Tenant


@dataclass(frozen=True, slots=True)
class Words:
    """A decision as an agent typed it. `findings` maps grounds to "met" or "not_met"."""

    outcome: str
    findings: Mapping[str, str]
    reason: str
    departure_reason: str = ""
    spans: Sequence[Sequence[int]] = field(default=())
    criteria: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Judged:
    """A case, under lock, and the decision that can stand in it."""

    case: RemovalRequest
    intended: IntendedDecision
    proposed: Proposed


def not_ready(case: RemovalRequest, by: Member, version: int | None, *, tenant: Tenant, now: datetime) -> list[Problem]:
    """Why `by`, who saw that version, cannot decide the case at this moment, whatever they say."""
    problems = claim_problems(case, by, tenant=tenant, now=now) or version_problems(version, case.version)
    return problems or _waits(case, tenant)


def still_ready(case: RemovalRequest, by: Member, version: int, *, tenant: Tenant, now: datetime) -> list[Problem]:
    """Why a decision that `by` has prepared for that version cannot take effect; since then the case is nobody's."""
    problems = ended_problems(case, tenant=tenant) or held_by_another(case, by, tenant=tenant, now=now)
    return problems or version_problems(version, case.version) or _waits(case, tenant)


def _waits(case: RemovalRequest, tenant: Tenant) -> list[Problem]:
    waiting = waits_for_in_words(case, tenant)
    return [too_early(waiting)] if waiting else []


def must_wait(judged: Judged, *, now: datetime) -> bool:
    """Whether a lead must agree first, where the case is decided by itself."""
    case = judged.case
    policy = case.policy_version.policy
    intended = judged.intended
    return must_be_approved(intended.outcome, reviews=[case.review], policy=policy, now=now, criteria=intended.criteria)


def judge(case: RemovalRequest, words: Words, *, now: datetime) -> tuple[Judged | None, list[Problem]]:
    """Gather the facts again and look whether the words can stand: the decision, or every field that is wrong."""
    proposed = propose(case, list(case.claims.order_by("id")), at=now)
    intended, problems = read_decision(
        words.outcome, words.findings, words.reason, words.spans, words.departure_reason, words.criteria
    )
    if intended is not None:
        policy, review = case.policy_version.policy, case.review
        rating = {"rated": review.rated_criteria, "struck": review.struck_criteria or ()}
        judged = decision_problems(intended, proposed.findings, policy, review.comment, **rating)
        problems = problems + new_problems(judged, beside=problems)
    problems = [*problems, *naming_problems(case, words.reason)]
    if intended is None or problems:
        return None, problems
    return Judged(case, intended, proposed), []


def conclude(judged: Judged, *, tenant: Tenant, by: Member, now: datetime, good_faith: bool, held: bool) -> Decision:
    """Keep the decision, and let it take effect or wait for a lead."""
    case = judged.case
    # What they had prepared has become this decision, or is past.
    PreparedDecision.objects.filter(request=case, by=by).delete()
    decision = keep_decision(
        judged.intended, judged.proposed, case=case, tenant=tenant, by=by, now=now, good_faith=good_faith, held=held
    )
    if not held:
        take_effect(decision, case=case, tenant=tenant, by=by, now=now)
        return decision
    move_case(
        case,
        RequestStatus.AWAITING_APPROVAL,
        tenant=tenant,
        by=by,
        now=now,
        action="decision.held",
        data={"decision": str(decision.pk), "outcome": decision.outcome},
        **FREE,
    )
    return decision
