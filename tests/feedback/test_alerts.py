"""A seller's team is told once that the rate came near its target or fell under it, until it is well again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from feedback.actions.remove_review import remove_review
from feedback.jobs.recompute_rate import recompute_rate
from feedback.models import RateAlert, StaleDay
from notifications.queries import notifications_of
from tests.cast import NOW, make_cast, make_member
from tests.feedback.standing import FIVES, posted

HOUR = timedelta(hours=1)


@pytest.fixture
def cast(db):
    made = make_cast()
    with made.inside():
        yield made


def leave(cast, positive=0, negative=0, *, days_ago=5) -> list:
    """Spread over the days, so that nobody posts many in a minute."""
    given = [FIVES] * positive + [dict.fromkeys(FIVES, 1)] * negative
    start = NOW - timedelta(days=days_ago)
    return [
        posted(cast, stars=stars, comment="", at=start + number * timedelta(minutes=7))
        for number, stars in enumerate(given)
    ]


def count(cast, at=NOW, times=1) -> None:
    for _ in range(times):
        StaleDay.objects.create(tenant=cast.tenant, seller=cast.seller, day=at.date(), marked_at=at)
        recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=at)


def alerts() -> list[tuple[str, bool]]:
    return [(each.level, each.ended_at is None) for each in RateAlert.objects.order_by("since", "id")]


def told(member) -> list[str]:
    return [each.title for each in notifications_of(member).filter(kind="rate_alert").order_by("created_at", "id")]


class TestAlert:
    def test_of_a_rate_under_the_target_is_told_once_under_three_deliveries(self, cast):
        leave(cast, positive=9, negative=1)
        count(cast, times=3)
        assert alerts() == [("below", True)]
        assert told(cast.bob) == ["Bob's Store is under its target: 90.0 % positive"]

    def test_is_told_to_everybody_who_runs_the_seller_and_to_nobody_else(self, cast):
        from orders.actions.seat_member import seat_member

        anna = make_member(cast.tenant, "Anna", "seller")
        seat_member(tenant=cast.tenant, seller=cast.seller, member=anna, now=NOW)
        leave(cast, positive=9, negative=1)
        count(cast)
        assert len(told(anna)) == len(told(cast.bob)) == 1
        assert told(cast.alice) == told(cast.carol) == []

    def test_says_the_base_and_what_is_missing(self, cast):
        leave(cast, positive=9, negative=1)
        count(cast)
        said = notifications_of(cast.bob).get(kind="rate_alert")
        assert said.body.startswith("9 of 10 ratings ")
        assert "the target is 95 %" in said.body
        assert "10 more five-star reviews would bring you to it." in said.body
        assert said.path == "/selling/feedback?seller=bobs-store"

    def test_begins_within_a_point_above_the_target(self, cast):
        leave(cast, positive=19, negative=1)
        count(cast)
        assert alerts() == [("near", True)]
        assert told(cast.bob) == ["Bob's Store is near its target: 95.0 % positive"]

    def test_rises_from_near_to_below(self, cast):
        leave(cast, positive=19, negative=1)
        count(cast)
        leave(cast, negative=1, days_ago=1)
        count(cast, at=NOW + HOUR)
        assert alerts() == [("near", False), ("below", True)]
        assert len(told(cast.bob)) == 2

    def test_stands_while_the_rate_goes_up_and_down_around_the_target(self, cast):
        leave(cast, positive=18, negative=1)
        count(cast)
        leave(cast, positive=1, days_ago=1)
        count(cast, at=NOW + HOUR)
        assert alerts() == [("below", True)]
        assert len(told(cast.bob)) == 1

    def test_ends_when_the_rate_is_well_again_and_may_begin_anew(self, cast):
        *_, bad = leave(cast, positive=9, negative=1)
        count(cast)
        remove_review(tenant=cast.tenant, by=cast.carol, review=bad, ground="blackmail", now=NOW)
        count(cast, at=NOW + HOUR)
        assert alerts() == [("below", False)]
        leave(cast, negative=1, days_ago=1)
        count(cast, at=NOW + 2 * HOUR)
        assert alerts() == [("below", False), ("below", True)]
        assert len(told(cast.bob)) == 2

    def test_is_none_without_ratings_and_none_at_a_hundred_percent(self, cast):
        count(cast)
        leave(cast, positive=2)
        count(cast, at=NOW + HOUR)
        assert alerts() == []
