"""How orders at risk ended, with a remedy and without: counted from raw rows, and held against a count by hand."""

from __future__ import annotations

from typing import Any

import pytest

from feedback.pages.prevention_figures import part
from feedback.queries import bad_reviews, remedies
from feedback.queries.bad_reviews import offers_behind, went_before
from feedback.queries.remedies import Ended, ends_of_orders_at_risk
from orders.models import Order
from orders.preventing import past
from policy.prevention import OrderAtWork, RemedyKind, risks_of_order
from policy.terms import OrderStatus
from tests.cast import NOW, finished_order, make_cast
from tests.feedback.at_risk import DAY, HOUR, MINUTE, on_sale, remedied, wrote
from tests.feedback.standing import FIVES, ONES, posted, standing


@pytest.fixture
def cast(db):
    return make_cast()


def ended(cast, **more: Any) -> Order:
    """Finished a week ago; promised in 2 days and done in one, started within its two hours."""
    return finished_order(cast, **more)


def late(cast, **more: Any) -> Order:
    order = {"placed_at": NOW - 10 * DAY, "promised_completion_at": NOW - 9 * DAY, "delivered_at": NOW - 8 * DAY}
    return ended(cast, **{**order, **more})


def ends(cast) -> remedies.Ends:
    return ends_of_orders_at_risk(cast.seller, now=NOW)


class TestAtRiskOnTheWay:
    def test_agrees_with_the_rules_at_every_moment(self, cast):
        """Sweeps the rules over each order's life, quarter hour by quarter hour, and compares."""
        placed_at = NOW - 6 * DAY
        with cast.inside():
            for start in (1, 5, 8):
                for done in (10, 20, 23, 30, 44, 45, 50):
                    times = {
                        "started_at": placed_at + start * HOUR,
                        "delivered_at": placed_at + done * HOUR + 7 * MINUTE,
                        "promised_start_at": placed_at + 6 * HOUR,
                        "promised_completion_at": placed_at + 48 * HOUR,
                    }
                    ended(cast, placed_at=placed_at, closed_at=NOW - 3 * DAY, **times)
            told = past.at_risk_on_the_way(Order.objects.all(), now=NOW, settled_at=remedies.settled_at())
            assert {order.pk: order.at_risk for order in told} == {
                order.pk: self.swept(order) for order in Order.objects.all()
            }
            assert {order.at_risk for order in told} == {True, False}

    def swept(self, order: Order) -> bool:
        moment = order.placed_at
        while moment < order.delivered_at:
            facts = OrderAtWork(
                status=OrderStatus.IN_PROGRESS,
                placed_at=order.placed_at,
                promised_start_at=order.promised_start_at,
                started_at=order.started_at if order.started_at <= moment else None,
                promised_completion_at=order.promised_completion_at,
            )
            if risks_of_order(facts, moment):
                return True
            moment += MINUTE
        return False

    def test_knows_messages_that_waited(self, cast):
        with cast.inside():
            waited, answered, settled = ended(cast), ended(cast), ended(cast)
            for order in (waited, answered, settled):
                wrote(cast, order, ago=8 * DAY)
            wrote(cast, waited, ago=8 * DAY - 12 * HOUR, sender="seller")
            wrote(cast, answered, ago=8 * DAY - 11 * HOUR, sender="seller")
            remedied(cast, RemedyKind.NO_ANSWER, order=settled, at=NOW - 5 * DAY)
            told = past.at_risk_on_the_way(Order.objects.all(), now=NOW, settled_at=remedies.settled_at())
            assert {order.pk for order in told if order.at_risk} == {waited.pk}


class TestEnds:
    def test_are_counted_apart_by_whether_there_was_a_remedy(self, cast):
        with cast.inside():
            ended(cast)
            with_it = [late(cast) for _ in range(3)]
            for order in with_it:
                remedied(cast, order=order, at=NOW - 8 * DAY)
            late(cast, status="canceled", delivered_at=None)
            late(cast, status="refund")
            found = ends(cast)
        assert found.looked_at == 6 and not found.cut
        assert found.remedied == Ended(3, 3, 3, 0, 0, 0, 0, 3)
        assert found.left_alone == Ended(2, 0, 2, 0, 0, 0, 0, 2)

    def test_count_the_feedback_that_stands(self, cast):
        with cast.inside():
            wait = {"placed_at": NOW - 20 * DAY, "promised_completion_at": NOW - 19 * DAY}
            for stars in (FIVES, FIVES, ONES):
                posted(cast, stars=stars, **wait)
            for state in ("removed", "withdrawn"):
                standing(cast, state, **wait)
            found = ends(cast).left_alone
        assert (found.orders, found.positive, found.negative, found.silent) == (5, 2, 1, 2)

    def test_take_the_promise_that_was_in_force(self, cast):
        """A later promise that was kept is kept; that it was extended from the desk says that it was at risk."""
        with cast.inside():
            kept_it = ended(cast, promised_completion_at=NOW, delivered_at=NOW - 8 * DAY)
            remedied(cast, order=kept_it, at=NOW - 9 * DAY)
            assert ends(cast).remedied == Ended(1, 1, 1, 1, 0, 0, 0, 1)

    def test_leave_out_what_came_after_the_review(self, cast):
        with cast.inside():
            wait = {"placed_at": NOW - 20 * DAY, "promised_completion_at": NOW - 19 * DAY}
            remedied(cast, order=posted(cast, **wait).order, at=NOW)
            found = ends(cast)
        assert (found.remedied.orders, found.left_alone.orders) == (0, 1)

    def test_leave_out_what_is_older_runs_or_was_never_paid(self, cast):
        with cast.inside():
            late(cast, closed_at=NOW - 90 * DAY, placed_at=NOW - 95 * DAY)
            late(cast, status="in_progress", closed_at=None)
            late(cast, status="canceled", pay_by=NOW - 9 * DAY, delivered_at=None)
            assert ends(cast).looked_at == 0

    def test_look_at_the_newest_alone_where_there_are_many(self, cast, monkeypatch):
        monkeypatch.setattr(past, "NEWEST", 2)
        monkeypatch.setattr(remedies, "NEWEST", 2)
        with cast.inside():
            for _ in range(3):
                late(cast)
            found = ends(cast)
        assert (found.looked_at, found.cut, found.left_alone.orders) == (2, True, 2)

    def test_are_of_one_seller(self, cast):
        with cast.inside():
            late(cast)
            remedied(cast, order=late(cast), at=NOW - 8 * DAY)
            assert ends(cast).remedied.orders == 1
            from tests.cast import make_seller

            assert ends_of_orders_at_risk(make_seller(cast.tenant, "other"), now=NOW).looked_at == 0


class TestWentBefore:
    def test_counts_each_of_what_could_have_had_it(self, cast):
        with cast.inside():
            at = NOW - DAY
            posted(cast, at=at)
            posted(cast, at=at, promised_start_at=None, promised_completion_at=None)
            slow = {"promised_start_at": NOW - 20 * DAY, "promised_completion_at": NOW - 19 * DAY}
            waited = posted(cast, at=at, **slow).order
            posted(cast, at=at, stars=FIVES, **slow)
            posted(cast, at=NOW - 90 * DAY)
            wrote(cast, waited, ago=3 * DAY)
            found = went_before(cast.seller, now=NOW)
        assert (found.reviews, found.promised_start, found.started_late) == (3, 2, 1)
        assert (found.promised, found.completed_late) == (2, 1)
        assert (found.wrote, found.waited) == (1, 1)

    def test_does_not_count_what_waited_after_the_review(self, cast):
        with cast.inside():
            order = posted(cast, at=NOW - DAY).order
            wrote(cast, order, ago=DAY + HOUR)
            found = went_before(cast.seller, now=NOW)
        assert (found.wrote, found.waited) == (1, 0)

    def test_tells_offers_with_all_their_reviews(self, cast, monkeypatch):
        with cast.inside():
            lamp = on_sale(cast, "A lamp")
            for stars in (ONES, FIVES, FIVES):
                posted(cast, stars=stars, at=NOW - DAY, offer=lamp)
            posted(cast, stars=FIVES, at=NOW - 2 * DAY)
            rows, looked_at = offers_behind(cast.seller, now=NOW)
            assert [(row.title, row.negative, row.ratings) for row in rows] == [("A lamp", 1, 3)]
            assert looked_at == 4
            monkeypatch.setattr(bad_reviews, "NEWEST", 3)
            assert offers_behind(cast.seller, now=NOW)[1] == 3


class TestShares:
    def test_are_given_from_ten_on_and_rounded_half_up(self):
        assert part("x", 1, 9)["share"] is None
        assert [part("x", number, 40)["share"] for number in (0, 1, 39, 40)] == [0, 3, 98, 100]
        assert part("x", 1, 8 * 25)["share"] == 1
