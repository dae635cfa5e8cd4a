"""Every limit around changes of the clocks, a skipped day and leap days, in the marketplace's own time zone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from policy import time_limits
from policy.document import PolicyDocument
from policy.time_limits import TimeLimit
from policy.windows import existing_day, local_day
from tests.policy.cast import at, policy

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
LORD_HOWE, APIA, HAVANA = ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Apia"), ZoneInfo("America/Havana")
SECOND = timedelta(seconds=1)

DayLimit = Callable[[datetime, PolicyDocument, ZoneInfo], TimeLimit]
HourLimit = Callable[[datetime, PolicyDocument], TimeLimit]

IN_DAYS: list[tuple[DayLimit, str]] = [
    (time_limits.leaving, "feedback__leave_within_days"),
    (time_limits.editing, "feedback__edit_within_days"),
    (time_limits.withdrawing, "feedback__withdraw_within_days"),
    (time_limits.cutoff, "removal__cutoff_days"),
    (time_limits.appealing, "appeals__window_days"),
    (time_limits.confirming, "orders__finish_after_days"),
]
IN_HOURS: list[tuple[HourLimit, str]] = [
    (time_limits.replying, "removal__buyer_reply_hours"),
    (time_limits.giving_more_information, "removal__more_information_hours"),
    (time_limits.deciding, "removal__decision_due_hours"),
    (time_limits.deciding_appeal, "appeals__decision_due_hours"),
    (time_limits.documents, "fulfilment__documents_due_hours"),
    (time_limits.custom_order_link, "orders__custom_order_link_hours"),
]


def test_no_limit_is_left_out() -> None:
    public = {
        name
        for name, each in vars(time_limits).items()
        if callable(each) and getattr(each, "__module__", "") == time_limits.__name__ and not name.startswith("_")
    }
    assert public - {"TimeLimit"} == {limit.__name__ for limit, _ in [*IN_DAYS, *IN_HOURS]}


@pytest.mark.parametrize(("limit", "path"), IN_DAYS, ids=[path for _, path in IN_DAYS])
@pytest.mark.parametrize(
    ("tz", "start", "days", "last", "too_late"),
    [
        # The clocks go forward on the way, on the last day, and on the first one.
        (BERLIN, at(2026, 3, 20, 9), 10, date(2026, 3, 30), at(2026, 3, 30, 22)),
        (BERLIN, at(2026, 3, 20, 9), 9, date(2026, 3, 29), at(2026, 3, 29, 22)),
        (BERLIN, at(2026, 3, 29, 0), 10, date(2026, 4, 8), at(2026, 4, 8, 22)),
        # They go back: the last day has 25 hours, and each of them counts.
        (BERLIN, at(2026, 10, 15, 9), 10, date(2026, 10, 25), at(2026, 10, 25, 23)),
        (BERLIN, at(2026, 10, 24, 22), 10, date(2026, 11, 4), at(2026, 11, 4, 23)),
        (NEW_YORK, at(2026, 3, 1, 12), 7, date(2026, 3, 8), at(2026, 3, 9, 4)),
        (NEW_YORK, at(2026, 10, 25, 12), 7, date(2026, 11, 1), at(2026, 11, 2, 5)),
        # Still the evening before in New York.
        (NEW_YORK, at(2026, 7, 1, 3, 59), 7, date(2026, 7, 7), at(2026, 7, 8, 4)),
        # Half an hour of summer time.
        (LORD_HOWE, at(2026, 3, 30, 12), 6, date(2026, 4, 5), at(2026, 4, 5, 13, 30)),
        (LORD_HOWE, at(2026, 9, 28, 12), 6, date(2026, 10, 4), at(2026, 10, 4, 13, 0)),
        # 30 December 2011 was left out: the day after it takes its place, and a span across it loses a day.
        (APIA, at(2011, 12, 20, 20), 10, date(2011, 12, 31), at(2011, 12, 31, 10)),
        (APIA, at(2011, 12, 20, 20), 9, date(2011, 12, 29), at(2011, 12, 30, 10)),
        (APIA, at(2011, 12, 20, 20), 12, date(2012, 1, 1), at(2012, 1, 1, 10)),
        # Midnight comes twice: the day before ends with the first.
        (HAVANA, at(2026, 10, 22, 12), 9, date(2026, 10, 31), at(2026, 11, 1, 4)),
        # Leap days are days.
        (BERLIN, at(2023, 3, 1, 9), 365, date(2024, 2, 29), at(2024, 2, 29, 23)),
        (BERLIN, at(2026, 3, 1, 9), 365, date(2027, 3, 1), at(2027, 3, 1, 23)),
        (BERLIN, at(2024, 2, 29, 9), 366, date(2025, 3, 1), at(2025, 3, 1, 23)),
        (BERLIN, at(2024, 2, 28, 9), 366, date(2025, 2, 28), at(2025, 2, 28, 23)),
    ],
)
def test_the_last_second_of_the_last_day_is_in_time_and_the_next_is_not(
    limit: DayLimit, path: str, tz: ZoneInfo, start: datetime, days: int, last: date, too_late: datetime
) -> None:
    around = {"removal__buyer_reply_hours": 24, "transparency__dsa_tier": "none", "retention__notifiers_days": None}
    changes = {path: days, **around}
    found = limit(start, policy("game_goods", **changes), tz)
    assert (found.last_day, found.ends_at) == (last, too_late)
    assert not found.passed(too_late - SECOND)
    assert found.passed(too_late)
    assert local_day(too_late - SECOND, tz) == last
    assert local_day(too_late, tz) > last
    assert f"through {last.day} {last:%B %Y}." in found.reason


@pytest.mark.parametrize(("limit", "path"), IN_DAYS, ids=[path for _, path in IN_DAYS])
def test_the_same_instant_has_the_same_limit_however_it_is_written(limit: DayLimit, path: str) -> None:
    rules = policy("retail")
    instant = at(2026, 3, 28, 23, 30)
    assert limit(instant, rules, BERLIN) == limit(instant.astimezone(NEW_YORK), rules, BERLIN)


@pytest.mark.parametrize(("limit", "path"), IN_HOURS, ids=[path for _, path in IN_HOURS])
@pytest.mark.parametrize("tz", [UTC, BERLIN, NEW_YORK, LORD_HOWE, APIA])
@pytest.mark.parametrize(
    "start",
    [at(2026, 3, 28, 20), at(2026, 10, 24, 20), at(2026, 3, 7, 20), at(2026, 4, 4, 10), at(2011, 12, 29, 20)],
)
def test_hours_are_hours_whatever_the_clocks_do(limit: HourLimit, path: str, tz: ZoneInfo, start: datetime) -> None:
    found = limit(start.astimezone(tz), policy("game_goods", **{path: 72}))
    ends_at = start + timedelta(hours=72)
    assert found.ends_at == ends_at
    assert found.last_day is None
    assert not found.passed(ends_at - SECOND)
    assert found.passed(ends_at)


def test_only_a_day_that_was_left_out_is_replaced() -> None:
    assert existing_day(date(2011, 12, 30), APIA) == date(2011, 12, 31)
    assert existing_day(date(2011, 12, 29), APIA) == date(2011, 12, 29)
    assert existing_day(date(2018, 11, 4), ZoneInfo("America/Sao_Paulo")) == date(2018, 11, 4)  # no midnight
