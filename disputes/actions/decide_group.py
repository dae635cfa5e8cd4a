"""An agent decides several cases of a group with one reason: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit.actions.record_entry import record_entry
from disputes.deciding.approval import must_be_approved
from disputes.deciding.intent import read_decision
from disputes.deciding.judging import Judged, Words, conclude, judge, not_ready
from disputes.models import Decision, GroupCase, Origin, RemovalRequest
from disputes.permissions import check_may_work_on, check_may_work_on_group
from disputes.progress import lock_case
from disputes.queries import cases_of_group, size_of
from disputes.refusals import UnableToAct, coded, conflict, invalid
from policy.problems import Problem
from policy.terms import Outcome
from tenants.models import Member, Tenant
from wire.ids import read_id
from wire.refusals import Refused

_OF_THE_WORDS = ("/reason", "/departure_reason")


class UnableToDecideGroup(UnableToAct):
    """One of the cases cannot be decided, or the decision cannot stand in it; nothing was decided."""


@transaction.atomic
def decide_group(
    *,
    tenant: Tenant,
    by: Member | None,
    group: GroupCase,
    versions: Mapping[str, int | None],
    outcome: str,
    findings: Mapping[str, str],
    reason: str,
    now: datetime,
    good_faith: bool = True,
    departure_reason: str = "",
) -> list[Decision]:
    """A decision for each case in `versions` (its id: the version that `by` has seen), as `decide_request` makes one.

    An answer in `findings` is for the cases that claim its ground. The second-approval rule counts the group's size,
    and how far all of them together move the rate. Raises NotThere, NotPermitted; UnableToDecideGroup with what is
    wrong with the words (`validation_failed` at /outcome, /findings, /reason, /departure_reason), or with what keeps
    each case from being decided (the codes of `decide_request`, at /cases/<id>).
    """
    check_may_work_on_group(by, group)
    if problems := _word_problems(outcome, findings, reason, departure_reason):
        raise UnableToDecideGroup(*problems)
    cases = _locked(group, versions, by, tenant=tenant, now=now)
    judged = _judged(cases, Words(outcome, findings, reason, departure_reason), now=now)
    held = _held(judged, group, now)
    decisions = []
    for each in judged:
        # In a case that nobody asked for there is no faith to judge.
        faith = good_faith or each.case.origin == Origin.GROUP
        approved_later = held[each.case.policy_version_id]
        try:
            decisions.append(conclude(each, tenant=tenant, by=by, now=now, good_faith=faith, held=approved_later))
        except Refused as refusal:
            raise UnableToDecideGroup(*_of_case(each.case, refusal.problems)) from None
    data = {"outcome": outcome, "decisions": [str(each.pk) for each in decisions]}
    record_entry(tenant=tenant, by=by, action="group.decided", subject=group, now=now, data=data)
    return decisions


def _word_problems(outcome: str, findings: Mapping[str, str], reason: str, departure_reason: str) -> list[Problem]:
    _, problems = read_decision(outcome, findings, reason, (), departure_reason)
    if outcome == Outcome.REDACT:
        detail = "What to hide differs from comment to comment, so please redact them one by one."
        problems.append(invalid("/outcome", detail))
    return problems


def _locked(
    group: GroupCase, versions: Mapping[str, int | None], by: Member, *, tenant: Tenant, now: datetime
) -> list[RemovalRequest]:
    """The cases, each held and ready to be decided."""
    if not versions:
        raise UnableToDecideGroup(invalid("/cases", "Please choose at least one case to decide."))
    seen = {read_id(str(key)): (key, version) for key, version in versions.items()}
    known = set(cases_of_group(group).filter(pk__in=list(seen)).values_list("pk", flat=True))
    problems = [
        conflict("There is no such case in this group.", f"/cases/{key}")
        for case_id, (key, _) in seen.items()
        if case_id not in known
    ]
    cases = []
    # Always in the same order, so that two agents wait for one another and never in a ring.
    for case_id in sorted(known):
        case = lock_case(case_id, tenant=tenant, now=now)
        check_may_work_on(by, case)
        problems += _of_case(case, not_ready(case, by, seen[case_id][1], tenant=tenant, now=now))
        cases.append(case)
    if problems:
        raise UnableToDecideGroup(*problems)
    return cases


def _judged(cases: Sequence[RemovalRequest], words: Words, *, now: datetime) -> list[Judged]:
    claims = {case.pk: {claim.ground for claim in case.claims.all()} for case in cases}
    if unasked := set(words.findings) - set().union(*claims.values()):
        detail = "This is no ground of any of these cases."
        raise UnableToDecideGroup(*(invalid(f"/findings/{key}", detail) for key in sorted(unasked)))
    judged: list[Judged] = []
    problems: list[Problem] = []
    for case in cases:
        answers = {ground: answer for ground, answer in words.findings.items() if ground in claims[case.pk]}
        can_stand, wrong = judge(case, Words(words.outcome, answers, words.reason, words.departure_reason), now=now)
        # One form has one reason: what is wrong with it is said once, beside it.
        said = {each.pointer for each in problems}
        problems += [each for each in wrong if each.pointer in _OF_THE_WORDS and each.pointer not in said]
        problems += _of_case(case, [each for each in wrong if each.pointer not in _OF_THE_WORDS])
        if can_stand is not None:
            judged.append(can_stand)
    if problems:
        raise UnableToDecideGroup(*problems)
    return judged


def _held(judged: Sequence[Judged], group: GroupCase, now: datetime) -> dict[UUID, bool]:
    """Whether a lead must agree, by each of the policy versions that govern the cases."""
    outcome, size = judged[0].intended.outcome, size_of(group)
    reviews = [each.case.review for each in judged]
    versions = {each.case.policy_version_id: each.case.policy_version for each in judged}
    return {
        pk: must_be_approved(outcome, reviews=reviews, policy=version.policy, now=now, group_size=size)
        for pk, version in versions.items()
    }


def _of_case(case: RemovalRequest, problems: Sequence[Problem]) -> list[Problem]:
    order = case.review.order.external_id
    return [coded(each.code, f"Order {order}: {each.detail}", f"/cases/{case.pk}") for each in problems]
