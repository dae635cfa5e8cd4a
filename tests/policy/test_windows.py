"""Days are the marketplace's own local days, also where the clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.terms import Window
from policy.windows import end_of_day, in_window, leaves_window_on, local_day, start_of_day, window_start
from tests.policy.cast import BERLIN, at

ZONES = st.sampled_from(
    [
        "UTC",
        "Europe/Berlin",
        "America/Sao_Paulo",
        "Asia/Kathmandu",
        "Pacific/Apia",
        "Africa/Cairo",
        "Asia/Beirut",
    ]
).map(ZoneInfo)


class TestLocalDay:
    def test_late_in_the_evening_utc_is_the_next_day_in_berlin(self) -> None:
        assert local_day(at(2026, 1, 31, 23, 30), BERLIN) == date(2026, 2, 1)
        assert local_day(at(2026, 1, 31, 22, 30), BERLIN) == date(2026, 1, 31)

    def test_a_moment_without_a_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            local_day(datetime(2026, 1, 1), BERLIN)


class TestDayBorders:
    def test_the_day_of_the_spring_change_has_23_hours_and_that_of_autumn_25(self) -> None:
        for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)):
            assert end_of_day(day, BERLIN) - start_of_day(day, BERLIN) == timedelta(hours=hours)

    def test_where_midnight_is_skipped_the_day_begins_at_the_change(self) -> None:
        saopaulo = ZoneInfo("America/Sao_Paulo")
        start = start_of_day(date(2018, 11, 4), saopaulo)  # 00:00 became 01:00
        assert start == at(2018, 11, 4, 3)
        assert local_day(start, saopaulo) == date(2018, 11, 4)
        assert local_day(start - timedelta(seconds=1), saopaulo) == date(2018, 11, 3)

    @given(st.dates(date(1990, 1, 1), date(2037, 1, 1)), ZONES)
    def test_the_first_and_last_instant_of_a_day_are_its_own(self, day: date, zone: ZoneInfo) -> None:
        start, end = start_of_day(day, zone), end_of_day(day, zone)
        if start == end:  # Apia skipped 30 December 2011
            return
        assert local_day(start, zone) == day
        assert local_day(end - timedelta(microseconds=1), zone) == day
        assert local_day(start - timedelta(microseconds=1), zone) < day < local_day(end, zone)
        assert start.tzinfo is UTC


class TestWindow:
    def test_of_30_days_is_today_and_the_29_days_before(self) -> None:
        today = date(2026, 3, 30)
        assert window_start(today, 30) == date(2026, 3, 1)
        assert in_window(date(2026, 3, 1), today, Window.DAYS_30)
        assert not in_window(date(2026, 2, 28), today, Window.DAYS_30)
        assert in_window(today, today, Window.DAYS_30)
        assert not in_window(date(2026, 3, 31), today, Window.DAYS_30)

    def test_lifetime_holds_everything(self) -> None:
        assert in_window(date(1990, 1, 1), date(2026, 1, 1), Window.LIFETIME)
        assert leaves_window_on(date(1990, 1, 1), Window.LIFETIME.days) is None

    @given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from([w for w in Window if w.days]))
    def test_a_review_leaves_on_the_first_day_on_which_it_is_out(self, published: date, window: Window) -> None:
        leaves = leaves_window_on(published, window.days)
        assert leaves is not None
        assert not in_window(published, leaves, window)
        assert in_window(published, leaves - timedelta(days=1), window)
