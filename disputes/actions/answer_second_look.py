"""An agent answers a decided case once more, not knowing the first answer. Nothing happens to the case by it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.consistency.impartial import check_may_look_again
from disputes.consistency.looking import in_hand_problems, lock_look
from disputes.deciding.intent import new_problems, read_decision
from disputes.models import Decision, SecondLook
from disputes.refusals import UnableToAct
from policy.deciding import IntendedDecision, decision_problems, resolved
from policy.facts import Finding
from policy.problems import Problem
from tenants.models import Member, Tenant

# Which words to hide and which criteria to strike is not asked: what is compared is the outcome and the findings.
_NOT_ASKED = ("/spans", "/criteria")


class UnableToAnswerSecondLook(UnableToAct):
    """It is not theirs, it is answered, or the answer could not stand as a decision."""


@transaction.atomic
def answer_second_look(
    *,
    tenant: Tenant,
    by: Member | None,
    look: SecondLook,
    outcome: str,
    findings: Mapping[str, str],
    reason: str,
    now: datetime,
) -> SecondLook:
    """The answered look, which nothing changes any more. Review, case, rates and letters stay as they are.

    The words are held to what a decision is held to, against the findings and facts that the first decision kept:
    `findings` maps grounds to "met" or "not_met", silence agrees with what was proposed then, and `reason` says as
    well why a ground is seen differently. Raises NotThere, NotPermitted; UnableToAnswerSecondLook with `conflict`,
    `not_claimed`, `already_claimed`, or `validation_failed` with every field that is wrong.
    """
    held = lock_look(look.pk)
    check_may_look_again(by, held)
    if problems := in_hand_problems(held, by, tenant=tenant, now=now):
        raise UnableToAnswerSecondLook(*problems)
    proposed = [Finding.from_json(each) for each in held.decision.proposed.values()]
    intended, problems = _read(held.decision, proposed, outcome, findings, reason)
    if intended is None or problems:
        raise UnableToAnswerSecondLook(*problems)
    answers = resolved(proposed, intended.verdicts)
    held.outcome, held.reason = intended.outcome, intended.reason
    held.findings = {each.ground.value: each.verdict.value.lower() for each in answers}
    held.by, held.answered_at = by, now
    held.claimed_by, held.claimed_until = None, None
    held.save(
        update_fields=["outcome", "reason", "findings", "by", "answered_at", "claimed_by", "claimed_until"],
    )
    data = {"outcome": held.outcome, "findings": held.findings}
    record_entry(tenant=tenant, by=by, action="second_look.answered", subject=held, now=now, data=data)
    return held


def _read(
    first: Decision, proposed: list[Finding], outcome: str, findings: Mapping[str, str], reason: str
) -> tuple[IntendedDecision | None, list[Problem]]:
    intended, problems = read_decision(outcome, findings, reason, (), reason)
    if intended is not None:
        judged = decision_problems(intended, proposed, first.policy_version.policy, first.facts["comment"])
        problems = problems + new_problems(judged, beside=problems)
    # The reason stands for both, so what is wrong with it is said once.
    unasked = (*_NOT_ASKED, "/departure_reason")
    return intended, [each for each in problems if not each.pointer.startswith(unasked)]
