"""Each limit lasts through its last local day, says why, and is over one instant later."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy import time_limits
from policy.document import PolicyDocument
from policy.time_limits import TimeLimit
from policy.windows import local_day, start_of_day
from tests.policy.cast import BERLIN, at, policy

INSTANT = timedelta(microseconds=1)


class TestCutoff:
    def test_of_365_days_from_1_march_lasts_through_1_march_of_the_next_year(self) -> None:
        limit = time_limits.cutoff(at(2026, 3, 1, 9), policy(), BERLIN)
        assert limit.last_day == date(2027, 3, 1)
        assert limit.ends_at == start_of_day(date(2027, 3, 2), BERLIN)
        assert not limit.passed(limit.ends_at - INSTANT)
        assert limit.passed(limit.ends_at)

    def test_counts_a_leap_day_like_any_other(self) -> None:
        assert time_limits.cutoff(at(2027, 3, 1), policy(), BERLIN).last_day == date(2028, 2, 29)
        assert time_limits.cutoff(at(2028, 2, 29), policy(), BERLIN).last_day == date(2029, 2, 28)

    def test_begins_with_the_local_day_of_publication(self) -> None:
        limit = time_limits.cutoff(at(2026, 2, 28, 23, 30), policy(), BERLIN)  # already 1 March in Berlin
        assert limit.last_day == date(2027, 3, 1)

    def test_ends_at_local_midnight_on_either_side_of_summer_time(self) -> None:
        limit = time_limits.cutoff(at(2026, 1, 10), policy("retail"), BERLIN)
        assert limit.last_day == date(2026, 4, 10)
        assert limit.ends_at == at(2026, 4, 10, 22)

    def test_says_the_days_and_the_dates(self) -> None:
        assert time_limits.cutoff(at(2026, 3, 1, 9), policy(), BERLIN).reason == (
            "Removal can be requested for 365 days after the review was published on 1 March 2026: "
            "through 1 March 2027."
        )

    @given(st.datetimes(at(2000, 1, 1).replace(tzinfo=None), at(2035, 1, 1).replace(tzinfo=None)))
    def test_lasts_so_many_whole_days_whatever_the_hour(self, moment) -> None:  # type: ignore[no-untyped-def]
        published = moment.replace(tzinfo=BERLIN)
        limit = time_limits.cutoff(published, policy(), BERLIN)
        assert limit.ends_at is not None
        assert local_day(limit.ends_at - INSTANT, BERLIN) - local_day(published, BERLIN) == timedelta(days=365)


class TestAuthorsWindows:
    def test_leaving_counts_from_the_closing_of_the_order(self) -> None:
        limit = time_limits.leaving(at(2026, 1, 1), policy(), BERLIN)
        assert limit.last_day == date(2026, 4, 1)

    def test_leaving_has_not_begun_while_the_order_is_open(self) -> None:
        assert not time_limits.leaving(None, policy(), BERLIN).passed(at(2099, 1, 1))

    def test_editing_and_withdrawing_count_from_first_publication(self) -> None:
        retail = policy("retail")
        assert time_limits.editing(at(2026, 5, 1), retail, BERLIN).last_day == date(2026, 5, 31)
        assert time_limits.withdrawing(at(2026, 5, 1), retail, BERLIN).last_day == date(2026, 6, 30)

    def test_no_limit_never_ends_and_says_so(self) -> None:
        limit = time_limits.withdrawing(at(2026, 5, 1), policy("game_goods"), BERLIN)
        assert limit.ends_at is None
        assert not limit.passed(at(2099, 1, 1))
        assert limit.reason == "A review can be withdrawn at any time."


class TestDeadlinesInHours:
    @pytest.mark.parametrize("limit", [time_limits.replying, time_limits.deciding, time_limits.documents])
    def test_end_72_hours_later_to_the_second_also_over_a_change_of_clocks(self, limit) -> None:  # type: ignore[no-untyped-def]
        assert limit(at(2026, 3, 28, 9), policy()).ends_at == at(2026, 3, 31, 9)

    def test_more_information_and_appeals_have_their_own(self) -> None:
        started = at(2026, 3, 1)
        assert time_limits.giving_more_information(started, policy()).ends_at == at(2026, 3, 4)
        assert time_limits.deciding_appeal(started, policy()).ends_at == at(2026, 3, 8)


def test_appealing_lasts_183_days_from_being_informed() -> None:
    assert time_limits.appealing(at(2026, 1, 1), policy(), BERLIN).last_day == date(2026, 7, 3)


class TestConfirming:
    def test_a_buyer_has_14_days_from_the_delivery_and_is_told_what_comes_then(self) -> None:
        limit = time_limits.confirming(at(2026, 3, 1), policy("retail"), BERLIN)
        assert limit.last_day == date(2026, 3, 15)
        assert limit.ends_at == start_of_day(date(2026, 3, 16), BERLIN)
        assert limit.reason == (
            "A buyer has 14 days to confirm what was delivered on 1 March 2026: through 15 March 2026. "
            "Then the order is finished."
        )

    def test_a_marketplace_may_leave_it_to_the_buyer_alone(self) -> None:
        limit = time_limits.confirming(at(2026, 3, 1), policy(orders__finish_after_days=None), BERLIN)
        assert not limit.passed(at(2099, 1, 1))
        assert limit.reason == "A delivered order waits until its buyer confirms it."


class TestOne:
    """One day and one hour are said in the singular."""

    @pytest.mark.parametrize(
        ("limit", "path", "sentence"),
        [
            (
                time_limits.leaving,
                "feedback__leave_within_days",
                "Feedback can be left for 1 day after the order closed on 1 March 2026: through 2 March 2026.",
            ),
            (
                time_limits.editing,
                "feedback__edit_within_days",
                "A review can be edited for 1 day after it was published on 1 March 2026: through 2 March 2026.",
            ),
            (
                time_limits.withdrawing,
                "feedback__withdraw_within_days",
                "A review can be withdrawn for 1 day after it was published on 1 March 2026: through 2 March 2026.",
            ),
            (
                time_limits.cutoff,
                "removal__cutoff_days",
                "Removal can be requested for 1 day after the review was published on 1 March 2026: "
                "through 2 March 2026.",
            ),
            (
                time_limits.appealing,
                "appeals__window_days",
                "A decision can be appealed for 1 day after you were informed of it on 1 March 2026: "
                "through 2 March 2026.",
            ),
            (
                time_limits.confirming,
                "orders__finish_after_days",
                "A buyer has 1 day to confirm what was delivered on 1 March 2026: through 2 March 2026. "
                "Then the order is finished.",
            ),
        ],
    )
    def test_day_lasts_through_the_next_one(self, limit: Callable[..., TimeLimit], path: str, sentence: str) -> None:
        rules = policy(**{path: 1, "removal__buyer_reply_hours": 24, "transparency__dsa_tier": "none"})
        assert limit(at(2026, 3, 1), rules, BERLIN).reason == sentence

    @pytest.mark.parametrize(
        ("limit", "path", "sentence"),
        [
            (
                time_limits.replying,
                "removal__buyer_reply_hours",
                "The time to reply, counted from the filing of the request, is 1 hour.",
            ),
            (
                time_limits.giving_more_information,
                "removal__more_information_hours",
                "The time to answer, counted from the question, is 1 hour.",
            ),
            (
                time_limits.deciding,
                "removal__decision_due_hours",
                "The time to decide, counted from the end of the time to reply, is 1 hour.",
            ),
            (
                time_limits.deciding_appeal,
                "appeals__decision_due_hours",
                "The time to decide, counted from the appeal, is 1 hour.",
            ),
            (
                time_limits.documents,
                "fulfilment__documents_due_hours",
                "The time to give the documents, counted from the request, is 1 hour.",
            ),
            (
                time_limits.custom_order_link,
                "orders__custom_order_link_hours",
                "The time to pay by the private link, counted from its making, is 1 hour.",
            ),
        ],
    )
    def test_hour(self, limit: Callable[[datetime, PolicyDocument], TimeLimit], path: str, sentence: str) -> None:
        assert limit(at(2026, 3, 1), policy(**{path: 1})).reason == sentence


@pytest.mark.parametrize(
    ("limit", "path", "sentence"),
    [
        (time_limits.leaving, "feedback__leave_within_days", "Feedback can be left at any time."),
        (time_limits.editing, "feedback__edit_within_days", "A review can be edited at any time."),
    ],
)
def test_what_has_no_limit_is_possible_at_any_time(limit: Callable[..., TimeLimit], path: str, sentence: str) -> None:
    unlimited = limit(at(2026, 3, 1), policy(**{path: None}), BERLIN)
    assert unlimited == TimeLimit(None, None, sentence)
