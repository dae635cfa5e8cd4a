"""Alice may post, edit and withdraw in time; a refusal says kindly why, with the date."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from policy.eligibility import OrderToReview, StandingReview, may_edit, may_post_review, may_withdraw
from policy.terms import OrderStatus, ReviewStatus
from tests.policy.cast import BERLIN, at, policy


def order(**changes: Any) -> OrderToReview:
    known = {
        "status": OrderStatus.FINISHED,
        "closed_at": at(2026, 1, 1),
        "already_reviewed": False,
        "timezone": BERLIN,
    }
    return OrderToReview(**(known | changes))


NEXT_DAY = at(2026, 1, 2)


def post(now: datetime = NEXT_DAY, **changes: Any) -> list[str]:
    return [problem.code.value for problem in may_post_review(order(**changes), policy(), now)]


class TestPostReview:
    @pytest.mark.parametrize("status", [OrderStatus.FINISHED, OrderStatus.REFUND, OrderStatus.CANCELED])
    def test_allows_closed_orders(self, status: OrderStatus) -> None:
        assert post(status=status) == []

    @pytest.mark.parametrize("status", [OrderStatus.AWAITING_PAYMENT, OrderStatus.IN_PROGRESS, OrderStatus.DELIVERED])
    def test_refuses_open_orders(self, status: OrderStatus) -> None:
        assert post(status=status, closed_at=None) == ["not_reviewable"]

    def test_follows_a_policy_that_narrows_the_statuses(self) -> None:
        narrow = policy(feedback__reviewable_statuses=["finished"])
        (problem,) = may_post_review(order(status=OrderStatus.REFUND), narrow, at(2026, 1, 2))
        assert problem.detail == "This order is refunded. Feedback can be left once an order is finished."

    def test_allows_the_last_day_and_refuses_the_next(self) -> None:
        assert post(at(2026, 4, 1, 21, 59)) == []  # 23:59 in Berlin
        assert post(at(2026, 4, 1, 22, 0)) == ["window_closed"]

    def test_says_the_last_day(self) -> None:
        (problem,) = may_post_review(order(), policy(), at(2026, 5, 1))
        assert "90 days" in problem.detail
        assert "1 April 2026" in problem.detail

    def test_lets_imported_history_in_at_any_time(self) -> None:
        assert post(at(2030, 1, 1), imported=True) == []

    def test_refuses_a_suspended_buyer_until_the_second_it_ends(self) -> None:
        until = at(2026, 2, 1)
        (problem,) = may_post_review(order(suspended_until=until), policy(), until - timedelta(seconds=1))
        assert problem.code.value == "not_allowed_by_policy"
        assert "suspended until 1 February 2026" in problem.detail
        assert post(until, suspended_until=until) == []

    def test_lets_the_imported_history_of_a_suspended_buyer_in(self) -> None:
        assert post(imported=True, suspended_until=at(2026, 2, 1)) == []

    def test_is_not_for_what_was_never_paid(self):
        canceled = {"status": OrderStatus.CANCELED, "never_paid": True}
        (problem,) = may_post_review(order(**canceled), policy(), NEXT_DAY)
        assert (problem.code, problem.pointer) == ("not_reviewable", "")
        assert problem.detail == "This order was canceled before it was paid. Feedback is for what was bought."
        assert post(status=OrderStatus.CANCELED) == []

    def test_refuses_a_second_review(self) -> None:
        assert post(already_reviewed=True) == ["already_reviewed"]


def standing(status: ReviewStatus = ReviewStatus.PUBLISHED) -> StandingReview:
    return StandingReview(status, at(2026, 5, 1), BERLIN)


class TestEdit:
    def test_is_possible_for_30_days(self) -> None:
        assert may_edit(standing(), policy(), at(2026, 5, 31, 21, 59)) == []
        assert [p.code.value for p in may_edit(standing(), policy(), at(2026, 5, 31, 22))] == ["window_closed"]

    @pytest.mark.parametrize("status", [status for status in ReviewStatus if status is not ReviewStatus.PUBLISHED])
    def test_is_refused_once_the_review_does_not_stand(self, status: ReviewStatus) -> None:
        assert [p.code.value for p in may_edit(standing(status), policy(), at(2026, 5, 2))] == ["conflict"]


class TestWithdraw:
    def test_is_always_possible_in_game_goods_and_for_60_days_in_retail(self) -> None:
        assert may_withdraw(standing(), policy("game_goods"), at(2036, 1, 1)) == []
        assert may_withdraw(standing(), policy("retail"), at(2026, 6, 30)) == []
        assert [p.code.value for p in may_withdraw(standing(), policy("retail"), at(2026, 7, 1))] == ["window_closed"]

    def test_is_final(self) -> None:
        (problem,) = may_withdraw(standing(ReviewStatus.WITHDRAWN), policy(), at(2026, 5, 2))
        assert "final" in problem.detail
