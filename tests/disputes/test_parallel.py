"""Two agents at once, on real connections: one decides, the other is told; no case is taken twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from disputes.actions.claim_next import claim_next
from disputes.actions.decide_appeal import decide_appeal
from disputes.actions.lodge_appeal import lodge_appeal
from disputes.models import Appeal, Decision, Letter, RemovalRequest, Statement
from feedback.models import Revision
from tests.cast import NOW, Cast, make_cast
from tests.disputes.acts import REPLY_OVER, decide, filed, ready, review_of
from wire.refusals import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(cast: Cast, *acts: Callable[[], Any]) -> list[Any]:
    """What each act gave or how it was refused, all begun at the same moment in transactions of their own."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=20)
            with cast.inside():
                return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


@pytest.fixture
def cast() -> Cast:
    return make_cast()


class TestTwoDecisionsAtOnce:
    @pytest.mark.parametrize("outcomes", [("remove", "keep"), ("remove", "remove")])
    def test_one_wins_and_the_other_is_told_what_happened(self, cast, outcomes):
        with cast.inside():
            review = review_of(cast)
            case, now = ready(cast, review)

        answers = at_once(cast, *[lambda outcome=outcome: decide(cast, case, now, outcome) for outcome in outcomes])

        refusals = [each for each in answers if isinstance(each, Refused)]
        assert [refusal.code for refusal in refusals] == ["conflict"]
        with cast.inside():
            decision = Decision.objects.get()
            assert f"already decided: Carol chose {decision.outcome} on" in str(refusals[0])
            assert Statement.objects.count() == 2
            assert Letter.objects.filter(kind__in=["statement", "notice"]).count() == 2
            review.refresh_from_db()
            assert review.status == {"remove": "removed", "keep": "published"}[decision.outcome]
            assert Revision.objects.filter(kind="removed").count() == (decision.outcome == "remove")

    def test_two_agents_on_one_appeal_leave_one_outcome(self, cast):
        with cast.inside():
            case, now = ready(cast)
            decision = decide(cast, case, now)
            appeal = lodge_appeal(tenant=cast.tenant, by=cast.alice, decision=decision, body="No.", now=now)

        def settle(outcome: str) -> Appeal:
            words = {"version": 1, "outcome": outcome, "reason": "Read again.", "now": now}
            return decide_appeal(tenant=cast.tenant, by=cast.dave, appeal=appeal, **words)

        answers = at_once(cast, lambda: settle("upheld"), lambda: settle("rejected"))

        assert [each.code for each in answers if isinstance(each, Refused)] == ["conflict"]
        with cast.inside():
            assert Decision.objects.filter(appeal=appeal).count() == (Appeal.objects.get().status == "upheld")


class TestClaimingAtOnce:
    def test_no_case_is_claimed_twice(self, cast):
        with cast.inside():
            cases = {filed(cast, at=NOW + timedelta(minutes=minute)).pk for minute in range(8)}
        then = NOW + REPLY_OVER + timedelta(hours=1)
        agents = [cast.carol, cast.dave] * 4

        claimed = at_once(cast, *[lambda by=by: claim_next(tenant=cast.tenant, by=by, now=then) for by in agents])

        assert {case.pk for case in claimed} == cases

    def test_whoever_comes_when_all_are_taken_gets_none_and_does_not_wait(self, cast):
        with cast.inside():
            filed(cast)
        then = NOW + REPLY_OVER

        with cast.inside():
            assert claim_next(tenant=cast.tenant, by=cast.carol, now=then)
            # Carol's transaction is still open: Dave must not wait for it.
            assert at_once(cast, lambda: claim_next(tenant=cast.tenant, by=cast.dave, now=then)) == [None]


class TestFilingAtOnce:
    def test_a_review_has_one_open_request(self, cast):
        with cast.inside():
            review = review_of(cast)
            copies = [type(review).objects.select_related("order", "buyer").get(pk=review.pk) for _ in range(4)]

        answers = at_once(cast, *[lambda each=each: filed(cast, each) for each in copies])

        assert sorted(each.code for each in answers if isinstance(each, Refused)) == ["conflict"] * 3
        with cast.inside():
            assert RemovalRequest.objects.count() == 1
