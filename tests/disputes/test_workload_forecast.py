"""The forecast of the backlog is arithmetic that anybody can do again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import sqrt
from zoneinfo import ZoneInfo

import pytest

from disputes.workload.forecast import WIDTH, Flow, backlogs, backtest, forecast
from disputes.workload.spans import Deadlines, Span

MONDAY = date(2026, 3, 2)
BERLIN = ZoneInfo("Europe/Berlin")


def flows(*changes: int, first: date = MONDAY) -> list[Flow]:
    """One day each; what is no arrival is a closing."""
    return [
        Flow(first + timedelta(days=number), max(change, 0), max(-change, 0)) for number, change in enumerate(changes)
    ]


class TestForecast:
    @pytest.mark.parametrize(
        ("week", "backlog", "ends"),
        [
            ((0, 0, 0, 0, 0, 0, 0), 5, [5, 5, 5, 5, 5, 5, 5, 5]),
            ((1, 1, 1, 1, 1, 1, 1), 5, [6, 7, 8, 9, 10, 11, 12, 13]),
            ((3, 0, 0, 0, -2, 0, 0), 10, [13, 13, 13, 13, 11, 11, 11, 14]),
            ((-4, -4, -4, 0, 0, 0, 2), 10, [6, 2, 0, 0, 0, 0, 2, 0]),
        ],
        ids=["still", "rising", "by weekday", "never under none"],
    )
    def test_goes_on_as_the_weekdays_did(self, week, backlog, ends):
        expected = forecast(backlog, flows(*week * 3), ahead=7)

        assert [each.backlog for each in expected] == ends
        assert expected[0].day == MONDAY + timedelta(weeks=3)
        # Weeks that are all alike leave nothing to chance.
        assert all(each.low == each.backlog == each.high for each in expected)

    def test_takes_the_mean_of_each_weekday(self):
        (monday,) = forecast(0, flows(4, *[0] * 6, 1, *[0] * 6), ahead=0)

        assert monday.backlog == 2.5

    def test_counts_only_what_is_left_of_today(self):
        today, tomorrow = forecast(8, flows(*[4] * 14), ahead=1, left_of_today=0.25)

        assert (today.backlog, tomorrow.backlog) == (9, 13)

    def test_widens_the_band_with_the_root_of_the_days(self):
        # Each weekday was 2 once and 0 once: 14 squared distances of 1, over 14 less 7 means.
        expected = forecast(100, flows(*[2] * 7, *[0] * 7), ahead=3)

        spread = sqrt(14 / 7)
        for days, each in enumerate(expected, 1):
            assert each.high - each.backlog == pytest.approx(WIDTH * spread * sqrt(days))
            assert each.backlog - each.low == pytest.approx(WIDTH * spread * sqrt(days))

    def test_has_no_band_under_none(self):
        assert forecast(0, flows(*[2] * 7, *[-2] * 7), ahead=1)[0].low == 0

    def test_looks_back_eight_weeks_and_no_further(self):
        busy, calm = [9] * 7, [1] * 56

        assert forecast(0, flows(*busy, *calm), ahead=0)[0].backlog == 1

    @pytest.mark.parametrize(("days", "there"), [(0, False), (13, False), (14, True)])
    def test_takes_two_weeks_at_least(self, days, there):
        assert bool(forecast(3, flows(*[1] * days))) is there


class TestBacktest:
    def test_says_how_far_off_it_would_have_been_a_week_ago(self):
        # Three weeks of one more case a day, then a week without: it expected seven more than came.
        found = backtest(21, flows(*[1] * 21, *[0] * 7))

        assert (found.expected.backlog, found.actual, found.off_by, found.within) == (28, 21, 7, False)
        assert found.day == MONDAY + timedelta(days=27)

    def test_is_right_where_the_weeks_are_alike(self):
        found = backtest(28, flows(*[1] * 28))

        assert (found.off_by, found.within) == (0, True)

    @pytest.mark.parametrize(("days", "there"), [(20, False), (21, True)])
    def test_takes_two_weeks_before_the_last(self, days, there):
        assert (backtest(3, flows(*[0] * days)) is not None) is there


class TestBacklogs:
    def test_are_counted_back_from_now(self):
        assert backlogs(4, flows(3, -1, 0, 2)) == [3, 2, 2, 4]


class TestSpan:
    def test_is_of_local_days_with_today(self):
        # 23:30 in Berlin on the 15th is another day in UTC.
        span = Span(30, datetime(2026, 6, 15, 22, 30, tzinfo=UTC), BERLIN)

        assert (span.today, span.first, len(span.every_day)) == (date(2026, 6, 16), date(2026, 5, 18), 30)
        assert span.since == datetime(2026, 5, 17, 22, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("now", "left"),
        [
            (datetime(2026, 6, 15, 10, tzinfo=UTC), 12 / 24),
            (datetime(2026, 3, 29, 22, tzinfo=UTC), 1.0),
            (datetime(2026, 3, 29, 10, tzinfo=UTC), 12 / 23),
        ],
        ids=["noon", "midnight", "noon of a day of 23 hours"],
    )
    def test_knows_what_is_left_of_today(self, now, left):
        assert Span(30, now, BERLIN).left_of_today == pytest.approx(left)


class TestDeadlines:
    def test_end_at_local_midnights(self):
        at = Deadlines.at(datetime(2026, 6, 15, 10, tzinfo=UTC), BERLIN)

        assert at.tonight == datetime(2026, 6, 15, 22, tzinfo=UTC)
        assert at.soon == datetime(2026, 6, 18, 22, tzinfo=UTC)
