"""Each limit says what it is for, from when it counts and how long it lasts, and holds on the marketplace's clock."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from policy import time_limits
from policy.document import PolicyDocument
from policy.time_limits import TimeLimit
from tests.policy.cast import BERLIN, at, policy

STARTED = at(2026, 3, 1)


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        (time_limits.replying, "The time to reply, counted from the filing of the request, is 72 hours."),
        (time_limits.giving_more_information, "The time to answer, counted from the question, is 72 hours."),
        (time_limits.deciding, "The time to decide, counted from the end of the time to reply, is 72 hours."),
        (time_limits.deciding_appeal, "The time to decide, counted from the appeal, is 168 hours."),
        (time_limits.documents, "The time to give the documents, counted from the request, is 72 hours."),
        (time_limits.custom_order_link, "The time to pay by the private link, counted from its making, is 24 hours."),
    ],
)
def test_limits_in_hours(limit: Callable[[datetime, PolicyDocument], TimeLimit], sentence: str) -> None:
    assert limit(STARTED, policy()).reason == sentence


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        (
            time_limits.leaving,
            "Feedback can be left for 90 days after the order closed on 1 March 2026: through 30 May 2026.",
        ),
        (
            time_limits.editing,
            "A review can be edited for 30 days after it was published on 1 March 2026: through 31 March 2026.",
        ),
        (
            time_limits.withdrawing,
            "A review can be withdrawn for 60 days after it was published on 1 March 2026: through 30 April 2026.",
        ),
        (
            time_limits.appealing,
            "A decision can be appealed for 183 days after you were informed of it on 1 March 2026: "
            "through 31 August 2026.",
        ),
    ],
)
def test_limits_in_days(limit: Callable[..., TimeLimit], sentence: str) -> None:
    found = limit(STARTED, policy("retail"), BERLIN)
    assert found.reason == sentence
    assert found.ends_at is not None and found.ends_at.astimezone(BERLIN).hour == 0


def test_leaving_feedback_waits_for_the_order_to_close() -> None:
    waiting = time_limits.leaving(None, policy(), BERLIN)
    assert waiting.reason == "The time for leaving feedback begins when the order closes."
    assert waiting.last_day is None


class TestCustomOrderLink:
    def test_lives_for_its_hours(self) -> None:
        limit = time_limits.custom_order_link(STARTED, policy(orders__custom_order_link_hours=36))
        assert limit.ends_at == STARTED + timedelta(hours=36)

    def test_is_over_at_once_where_custom_orders_are_not_offered(self) -> None:
        assert time_limits.custom_order_link(STARTED, policy("retail")).passed(STARTED)
