"""Answers, sweeps and withdrawals at once, on real connections: each settlement goes one way, and into one case."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes.jobs.file_breaches import file_breaches
from disputes.models import Letter, RemovalRequest
from feedback.actions.withdraw_review import withdraw_review
from orders.actions.accept_settlement import accept_settlement
from orders.actions.decline_settlement import decline_settlement
from orders.actions.withdraw_settlement import withdraw_settlement
from orders.jobs.settle_deadlines import settle_deadlines
from orders.models import Settlement
from tests.cast import NOW, Cast, make_cast
from tests.disputes.acts import review_of
from tests.disputes.test_parallel import at_once
from tests.orders.agreed import HOUR, WITHDRAW_BY, performed, proposed
from wire.refusals import Refused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


class TestAnswersAtOnce:
    def test_of_two_accepts_one_counts(self, cast):
        with cast.inside():
            settlement = proposed(cast, review_of(cast).order)
        given = {"tenant": cast.tenant, "by": cast.alice, "settlement": settlement, "now": NOW + HOUR}

        answers = at_once(cast, *[lambda: accept_settlement(**given)] * 2)

        assert [each.code for each in answers if isinstance(each, Refused)] == ["conflict"]
        with cast.inside():
            kept = Settlement.objects.get()
            assert (kept.status, kept.version) == ("accepted", 2)

    def test_of_yes_no_and_taken_back_one_counts(self, cast):
        with cast.inside():
            settlement = proposed(cast, review_of(cast).order)
        given = {"tenant": cast.tenant, "settlement": settlement, "now": NOW + HOUR}

        answers = at_once(
            cast,
            lambda: accept_settlement(by=cast.alice, **given),
            lambda: decline_settlement(by=cast.alice, **given),
            lambda: withdraw_settlement(by=cast.bob, **given),
        )

        assert [each.code for each in answers if isinstance(each, Refused)] == ["conflict"] * 2
        (kept,) = [each for each in answers if isinstance(each, Settlement)]
        with cast.inside():
            assert Settlement.objects.get().status == kept.status

    def test_of_two_proposals_one_runs(self, cast):
        with cast.inside():
            order = review_of(cast).order

        answers = at_once(cast, *[lambda: proposed(cast, order)] * 3)

        assert [each.code for each in answers if isinstance(each, Refused)] == ["conflict"] * 2
        with cast.inside():
            assert Settlement.objects.count() == 1


class TestSweepsAtOnce:
    def test_a_breach_becomes_one_case(self, cast):
        with cast.inside():
            for _ in range(3):
                performed(cast, review_of(cast).order)
        then = WITHDRAW_BY + HOUR

        def sweep() -> int:
            settle_deadlines(tenant=cast.tenant, now=then)
            return file_breaches(tenant=cast.tenant, now=then)

        at_once(cast, *[sweep] * 4)
        at_once(cast, *[sweep] * 2)

        with cast.inside():
            assert RemovalRequest.objects.count() == 3
            assert RemovalRequest.objects.values("settlement").distinct().count() == 3
            assert Letter.objects.filter(kind="reply_invited").count() == 3

    def test_a_withdrawal_beside_the_sweep_leaves_one_end(self, cast):
        with cast.inside():
            review = review_of(cast)
            performed(cast, review.order)
        last = WITHDRAW_BY - timedelta(seconds=1)

        at_once(
            cast,
            lambda: withdraw_review(tenant=cast.tenant, by=cast.alice, review=review, now=last),
            lambda: settle_deadlines(tenant=cast.tenant, now=WITHDRAW_BY),
        )

        with cast.inside():
            file_breaches(tenant=cast.tenant, now=WITHDRAW_BY + HOUR)
            kept = Settlement.objects.get()
            assert kept.status in ("honoured", "breached")
            assert not RemovalRequest.objects.exists()
            assert bool(kept.no_case_because) == (kept.status == "breached")
