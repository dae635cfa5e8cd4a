"""Rates are made right by recounting what changed, and only that."""

from datetime import timedelta

import pytest

from feedback.actions.import_review import import_review
from feedback.actions.post_review import post_review
from feedback.actions.put_response import put_response
from feedback.actions.redact_review import redact_review
from feedback.actions.remove_review import remove_review
from feedback.actions.restore_review import restore_review
from feedback.actions.strike_review import strike_review
from feedback.actions.withdraw_review import withdraw_review
from feedback.jobs.recompute_rate import recompute_rate
from feedback.jobs.reconcile_rates import reconcile_rates
from feedback.jobs.slide_windows import slide_windows
from feedback.jobs.sweep_stale_rates import sweep_stale_rates
from feedback.models import DayTally, SellerRate, StaleDay
from feedback.queries import rate_at, rating_of, what_if
from tests.cast import NOW, finished_order, make_cast, make_seller

pytestmark = pytest.mark.django_db

GOOD = {"fulfilment": 5, "start_time": 5, "communication": 5}
BAD = {"fulfilment": 1, "start_time": 1, "communication": 2}


@pytest.fixture
def cast():
    cast = make_cast()
    with cast.inside():
        yield cast


def post(cast, stars=GOOD, at=NOW, comment="", **order):
    order = finished_order(cast, **order)
    return post_review(tenant=cast.tenant, by=cast.alice, order=order, stars=stars, comment=comment, now=at)


def count(cast, now=NOW):
    recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=now)
    return rating_of(cast.seller, now)


class TestRating:
    def test_says_not_rated_where_nothing_was_rated(self, cast):
        rating = rating_of(cast.seller, NOW)
        assert (rating["rate"], rating["status"], rating["ratio"]) == (None, "not_rated", None)
        assert rating["windows"]["30"] == {"positive": 0, "neutral": 0, "negative": 0, "rate": None}

    def test_follows_from_the_reviews(self, cast):
        for _ in range(3):
            post(cast)
        post(cast, BAD, comment="Never came")
        rating = count(cast)
        assert rating["windows"]["365"] == {"positive": 3, "neutral": 0, "negative": 1, "rate": "0.7500"}
        assert (rating["rate"], rating["status"], rating["ratio"]) == ("0.7500", "critical", "3 to 1")
        assert rating["basis"] == {"window": "lifetime", "ratings": 4, "fell_back": True}
        assert rating["histogram"] == {"1": 1, "2": 0, "3": 0, "4": 0, "5": 3}
        assert rating["criteria"] == {"fulfilment": 4.0, "start_time": 4.0, "communication": 4.25}
        assert rating["version"] == 1

    def test_is_the_same_to_the_digit_after_remove_and_restore(self, cast):
        post(cast)
        bad = post(cast, BAD)
        before = count(cast)
        remove_review(tenant=cast.tenant, by=None, review=bad, ground="blackmail", now=NOW)
        without = count(cast)
        assert without["rate"] == "1.0000" and without["removed"] == {"blackmail": 1}
        restore_review(tenant=cast.tenant, by=None, review=bad, now=NOW)
        after = count(cast)
        assert {**after, "version": 1} == {**before, "version": 1}
        assert after["version"] == before["version"] + 2

    def test_keeps_its_version_where_no_figure_changes(self, cast):
        review = post(cast, comment="Call 0123 456")
        version = count(cast)["version"]
        redact_review(tenant=cast.tenant, by=None, review=review, spans=[[5, 13]], now=NOW)
        assert count(cast)["version"] == version


class TestRecomputeRate:
    def test_clears_exactly_the_marks_it_saw_and_does_nothing_the_second_time(self, cast):
        post(cast)
        assert StaleDay.objects.count() == 1
        assert recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=NOW)
        assert StaleDay.objects.count() == 0
        assert not recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=NOW)

    def test_leaves_no_tally_of_a_day_without_reviews(self, cast):
        review = post(cast)
        count(cast)
        withdraw_review(tenant=cast.tenant, by=cast.alice, review=review, now=NOW)
        assert count(cast)["rate"] is None
        assert not DayTally.objects.exists()

    def test_recounts_only_the_days_that_were_marked(self, cast):
        post(cast, at=NOW - timedelta(days=1))
        count(cast)
        DayTally.objects.update(negative=7)
        post(cast)
        assert count(cast)["windows"]["30"]["negative"] == 7
        assert reconcile_rates(tenant=cast.tenant, now=NOW)
        assert rating_of(cast.seller, NOW)["windows"]["30"]["negative"] == 0
        assert reconcile_rates(tenant=cast.tenant, now=NOW) == []

    def test_touches_no_other_seller(self, cast):
        post(cast)
        count(cast)
        other = make_seller(cast.tenant, "other")
        post(cast, BAD, seller=other, offer=None)
        before = SellerRate.objects.get(seller=cast.seller).version
        sweep_stale_rates(tenant=cast.tenant, now=NOW)
        assert SellerRate.objects.get(seller=cast.seller).version == before
        assert rating_of(other, NOW)["rate"] == "0.0000"


class TestSlideWindows:
    def test_lets_a_review_leave_each_window_on_its_day(self, cast):
        post(cast)
        count(cast)
        for days, held in ((29, 1), (30, 0)):
            slide_windows(tenant=cast.tenant, now=NOW + timedelta(days=days))
            assert rating_of(cast.seller, NOW)["windows"]["30"]["positive"] == held
        slide_windows(tenant=cast.tenant, now=NOW + timedelta(days=400))
        windows = rating_of(cast.seller, NOW)["windows"]
        assert [windows[name]["positive"] for name in ("90", "365", "lifetime")] == [0, 0, 1]

    def test_only_moves_the_date_of_those_whose_windows_hold_the_same(self, cast):
        post(cast)
        count(cast)
        assert slide_windows(tenant=cast.tenant, now=NOW + timedelta(days=3)) == 0
        rate = SellerRate.objects.get()
        assert rate.counted_on == (NOW + timedelta(days=3)).date()


class TestRateAt:
    def test_knows_what_was_before_a_decision(self, cast):
        post(cast, at=NOW - timedelta(days=5))
        bad = post(cast, BAD, at=NOW - timedelta(days=4))
        strike_review(tenant=cast.tenant, by=None, review=bad, ground="shipped_on_time", now=NOW)
        for _counted in (False, True):
            then = rate_at(cast.seller, NOW - timedelta(days=1))
            assert (then["rate"], then["struck"]) == ("0.5000", 0)
            now = rate_at(cast.seller, NOW)
            assert (now["rate"], now["struck"]) == ("1.0000", 1)
            assert rate_at(cast.seller, NOW - timedelta(days=6))["rate"] is None
            count(cast)

    def test_counts_imports_from_their_publication_on(self, cast):
        import_review(
            tenant=cast.tenant,
            by=None,
            order=finished_order(cast),
            stars={"overall": 4},
            comment="",
            published_at=NOW - timedelta(days=200),
            response="Thank you!",
            now=NOW,
        )
        assert rate_at(cast.seller, NOW - timedelta(days=199))["rate"] == "1.0000"
        assert count(cast)["criteria"]["fulfilment"] is None
        assert count(cast)["histogram"]["4"] == 1


class TestWhatIf:
    def test_says_what_then_happens(self, cast):
        for _ in range(4):
            post(cast)
        bad = post(cast, BAD)
        answer = what_if(bad, "remove", NOW)
        assert (answer["now"]["rate"], answer["then"]["rate"]) == ("0.8000", "1.0000")
        assert answer["leaves_window_on"] == NOW.date() + timedelta(days=365)
        assert answer["five_star_reviews_to_target"] == 15
        remove_review(tenant=cast.tenant, by=None, review=bad, ground="blackmail", now=NOW)
        count(cast)
        done = rating_of(cast.seller, NOW)
        assert {name: done[name] for name in ("rate", "status", "windows")} == answer["then"]


class TestMedianHoursToResponse:
    def test_is_counted_with_the_day(self, cast):
        review = post(cast, at=NOW - timedelta(hours=6))
        put_response(tenant=cast.tenant, by=cast.bob, review=review, body="Thanks", now=NOW)
        count(cast)
        assert SellerRate.objects.get().median_response_hours == 6.0
