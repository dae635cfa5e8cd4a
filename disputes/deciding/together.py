"""Several cases of a group decided with one reason: judged as one, held as one, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from audit.actions.record_entry import record_entry
from disputes.deciding.approval import must_be_approved
from disputes.deciding.intent import read_decision
from disputes.deciding.judging import Judged, Words, conclude, judge
from disputes.models import Decision, GroupCase, Origin, RemovalRequest
from disputes.permissions import check_may_work_on
from disputes.progress import lock_case
from disputes.queries import cases_of_group, size_of
from disputes.refusals import UnableToAct, coded, conflict, invalid
from policy.problems import Problem
from policy.terms import Outcome
from tenants.models import Member, Tenant
from wire.ids import read_id
from wire.refusals import Refused

_OF_THE_WORDS = ("/reason", "/departure_reason")
Ready = Callable[..., list[Problem]]


class UnableToDecideGroup(UnableToAct):
    """One of the cases cannot be decided, or the decision cannot stand in it; nothing was decided."""


@dataclass(frozen=True, slots=True)
class JudgedTogether:
    """The cases under lock with what can stand in each; `held` says for which a lead must agree."""

    judged: list[Judged]
    held: dict[UUID, bool]


def judge_together(
    group: GroupCase,
    versions: Mapping[str, int | None],
    words: Words,
    *,
    by: Member,
    tenant: Tenant,
    now: datetime,
    ready: Ready,
) -> JudgedTogether:
    """Lock the cases, look at each with `ready`, and judge the words in it. Raises UnableToDecideGroup.

    The second-approval rule counts the group's size, and how far all of them together move the rate.
    """
    if problems := _word_problems(words):
        raise UnableToDecideGroup(*problems)
    cases = _locked(group, versions, by, tenant=tenant, now=now, ready=ready)
    judged = _judged(cases, words, now=now)
    return JudgedTogether(judged, _held(judged, group, now))


def conclude_together(
    found: JudgedTogether, *, group: GroupCase, tenant: Tenant, by: Member, now: datetime, good_faith: bool
) -> list[Decision]:
    """A decision in each case, in effect or held."""
    decisions = []
    for each in found.judged:
        # In a case that nobody asked for there is no faith to judge.
        faith = good_faith or each.case.origin == Origin.GROUP
        approved_later = found.held[each.case.pk]
        try:
            decisions.append(conclude(each, tenant=tenant, by=by, now=now, good_faith=faith, held=approved_later))
        except Refused as refusal:
            raise UnableToDecideGroup(*of_case(each.case, refusal.problems)) from None
    data = {"outcome": decisions[0].outcome, "decisions": [str(each.pk) for each in decisions]}
    record_entry(tenant=tenant, by=by, action="group.decided", subject=group, now=now, data=data)
    return decisions


def of_case(case: RemovalRequest, problems: Sequence[Problem]) -> list[Problem]:
    """The problems as those of one case among several."""
    order = case.review.order.external_id
    return [coded(each.code, f"Order {order}: {each.detail}", f"/cases/{case.pk}") for each in problems]


def asked_for(
    group: GroupCase, versions: Mapping[str, int | None]
) -> tuple[dict[UUID, tuple[str, int | None]], list[UUID], list[Problem]]:
    """What was asked for by id, the ids of the group's own cases among it, and a problem for each other.

    The ids are in one order for everybody, so that two people who lock them wait for one another and never in a ring.
    """
    seen = {read_id(str(key)): (key, version) for key, version in versions.items()}
    known = set(cases_of_group(group).filter(pk__in=list(seen)).values_list("pk", flat=True))
    problems = [
        conflict("There is no such case in this group.", f"/cases/{key}")
        for case_id, (key, _) in seen.items()
        if case_id not in known
    ]
    return seen, sorted(known), problems


def _word_problems(words: Words) -> list[Problem]:
    _, problems = read_decision(words.outcome, words.findings, words.reason, (), words.departure_reason, words.criteria)
    if words.outcome == Outcome.REDACT:
        detail = "What to hide differs from comment to comment, so please redact them one by one."
        problems.append(invalid("/outcome", detail))
    return problems


def _locked(
    group: GroupCase,
    versions: Mapping[str, int | None],
    by: Member,
    *,
    tenant: Tenant,
    now: datetime,
    ready: Ready,
) -> list[RemovalRequest]:
    """The cases, each held and ready to be decided."""
    if not versions:
        raise UnableToDecideGroup(invalid("/cases", "Please choose at least one case to decide."))
    seen, known, problems = asked_for(group, versions)
    cases = []
    for case_id in known:
        case = lock_case(case_id, tenant=tenant, now=now)
        check_may_work_on(by, case)
        problems += of_case(case, ready(case, by, seen[case_id][1], tenant=tenant, now=now))
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
        can_stand, wrong = judge(case, replace(words, findings=answers), now=now)
        # One form has one reason: what is wrong with it is said once, beside it.
        said = {each.pointer for each in problems}
        problems += [each for each in wrong if each.pointer in _OF_THE_WORDS and each.pointer not in said]
        problems += of_case(case, [each for each in wrong if each.pointer not in _OF_THE_WORDS])
        if can_stand is not None:
            judged.append(can_stand)
    if problems:
        raise UnableToDecideGroup(*problems)
    return judged


def _held(judged: Sequence[Judged], group: GroupCase, now: datetime) -> dict[UUID, bool]:
    """Whether a lead must agree, by the policy version that governs each case."""
    intended, size = judged[0].intended, size_of(group)
    reviews = [each.case.review for each in judged]
    versions = {each.case.policy_version_id: each.case.policy_version for each in judged}
    wait = {
        pk: must_be_approved(
            intended.outcome,
            reviews=reviews,
            policy=version.policy,
            now=now,
            group_size=size,
            criteria=intended.criteria,
        )
        for pk, version in versions.items()
    }
    return {each.case.pk: wait[each.case.policy_version_id] for each in judged}
