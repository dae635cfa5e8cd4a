"""Two at once, on real connections: one group, one case a review, one decision a case, and nobody waits in a ring."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes.actions.claim_group import claim_group
from disputes.actions.decide_group import decide_group
from disputes.actions.open_group_cases import open_group_cases
from disputes.jobs.gather_findings import gather_findings
from disputes.models import Decision, GroupCase, GroupReview, RemovalRequest, Statement
from tests.cast import Cast, make_cast
from tests.disputes.acts import REPLY_OVER, decide, filed
from tests.disputes.groups import FILED, attack, grouped
from tests.disputes.test_parallel import at_once
from wire.refusals import Refused

pytestmark = pytest.mark.django_db(transaction=True)
LATER = FILED + timedelta(hours=1)
READY = LATER + REPLY_OVER


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def refusals(answers) -> list[Refused]:
    return [each for each in answers if isinstance(each, Refused)]


def together(cast: Cast, group: GroupCase, outcome: str, by=None):
    versions = {str(pk): version for pk, version in RemovalRequest.objects.values_list("pk", "version")}
    words = {
        "outcome": outcome,
        "findings": {"feedback_bombing": "met"},
        "reason": "They share a telephone.",
    }
    return decide_group(tenant=cast.tenant, by=by or cast.carol, group=group, versions=versions, now=READY, **words)


def test_two_workers_who_find_the_same_set_make_one_group(cast):
    with cast.inside():
        reviews = attack(cast, 4)
        cases = [filed(cast, each, "feedback_bombing", at=FILED) for each in reviews[:2]]

    at_once(
        cast, *[lambda case=case: gather_findings(tenant=cast.tenant, request_id=case.pk, now=LATER) for case in cases]
    )

    with cast.inside():
        assert GroupCase.objects.count() == 1
        assert GroupReview.objects.count() == 4


def test_two_agents_who_open_cases_open_one_a_review(cast):
    with cast.inside():
        group, reviews, _ = grouped(cast)

    answers = at_once(
        cast,
        *[
            lambda by=by: open_group_cases(tenant=cast.tenant, by=by, group=group, now=LATER)
            for by in (cast.carol, cast.dave)
        ],
    )

    assert len(refusals(answers)) == 1
    with cast.inside():
        assert RemovalRequest.objects.count() == len(reviews)


def test_the_seller_and_an_agent_open_one_case_for_a_review(cast):
    with cast.inside():
        group, reviews, _ = grouped(cast)

    at_once(
        cast,
        lambda: open_group_cases(tenant=cast.tenant, by=cast.carol, group=group, now=LATER),
        lambda: filed(cast, reviews[2], "unrelated", at=LATER),
    )

    with cast.inside():
        assert RemovalRequest.objects.count() == len(reviews)


def opened(cast: Cast) -> GroupCase:
    group, _, _ = grouped(cast)
    open_group_cases(tenant=cast.tenant, by=cast.carol, group=group, now=LATER)
    return group


def test_two_agents_who_claim_never_hold_the_same_case(cast):
    with cast.inside():
        group = opened(cast)

    answers = at_once(
        cast,
        *[
            lambda by=by: claim_group(tenant=cast.tenant, by=by, group=group, now=READY)
            for by in (cast.carol, cast.dave)
        ],
    )

    assert [each.code for each in refusals(answers)] == ["already_claimed"]
    with cast.inside():
        assert len(set(RemovalRequest.objects.values_list("claimed_by", flat=True))) == 1


@pytest.mark.parametrize("outcomes", [("remove", "remove"), ("remove", "strike")])
def test_two_windows_of_one_agent_leave_one_decision_a_case(cast, outcomes):
    with cast.inside():
        group = opened(cast)
        claim_group(tenant=cast.tenant, by=cast.carol, group=group, now=READY)

    answers = at_once(cast, *[lambda outcome=outcome: together(cast, group, outcome) for outcome in outcomes])

    assert [each.code for each in refusals(answers)] == ["conflict"]
    with cast.inside():
        assert Decision.objects.count() == 4
        assert len(set(Decision.objects.values_list("outcome", flat=True))) == 1
        assert Statement.objects.count() == 8


def test_one_decided_alone_meanwhile_stops_the_rest_or_comes_too_late(cast):
    with cast.inside():
        group = opened(cast)
        [case, *_] = claim_group(tenant=cast.tenant, by=cast.carol, group=group, now=READY).cases

    answers = at_once(cast, lambda: together(cast, group, "remove"), lambda: decide(cast, case, READY, "strike"))

    assert [each.code for each in refusals(answers)] == ["conflict"]
    with cast.inside():
        assert Decision.objects.count() in (1, 4)


def test_a_worker_who_looks_again_meanwhile_waits_in_no_ring(cast):
    with cast.inside():
        group = opened(cast)
        cases = claim_group(tenant=cast.tenant, by=cast.carol, group=group, now=READY).cases

    def look(case):
        return gather_findings(tenant=cast.tenant, request_id=case.pk, now=READY, again=["feedback_bombing"])

    looks = [lambda case=case: look(case) for case in cases]
    answers = at_once(cast, lambda: together(cast, group, "remove"), *looks)

    with cast.inside():
        assert GroupCase.objects.count() == 1
        assert len(answers) == 5
