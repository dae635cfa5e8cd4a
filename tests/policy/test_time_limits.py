"""Each limit lasts through its last local day, says why, and is over one instant later."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy import time_limits
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
