"""Alice leaves feedback on what she bought."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from audit.models import Entry
from feedback.actions.post_review import UnableToPostReview, post_review
from feedback.models import Review, Revision, StaleDay
from tests.cast import NOW, finished_order, make_cast, make_mallory, make_member
from wire.refusals import NotPermitted, NotThere

pytestmark = pytest.mark.django_db

STARS = {"fulfilment": 5, "start_time": 4, "communication": 5}


@pytest.fixture
def cast():
    cast = make_cast()
    with cast.inside():
        yield cast


def post(cast, order, *, by=None, stars=STARS, comment="", now=NOW):
    return post_review(tenant=cast.tenant, by=by or cast.alice, order=order, stars=stars, comment=comment, now=now)


class TestPostReview:
    def test_publishes_it_with_all_that_belongs_to_it(self, cast):
        review = post(cast, finished_order(cast), comment="Quick\r\nand kind")
        assert (review.status, review.sentiment, review.stars, review.version) == (
            "published",
            "positive",
            5,
            1,
        )
        assert review.comment == "Quick\nand kind"
        assert (review.published_at, review.published_on) == (NOW, NOW.date())
        revision = Revision.objects.get(review=review)
        assert (revision.kind, revision.number, revision.comment) == ("posted", 1, review.comment)
        assert StaleDay.objects.get().day == review.published_on
        entry = Entry.objects.get(action="review.posted")
        assert entry.subject_id == review.pk and "Quick" not in str(entry.data)

    def test_falls_on_the_day_of_the_marketplace(self):
        far_east = make_cast(slug="far-east", timezone="Pacific/Auckland")
        with far_east.inside():
            assert post(far_east, finished_order(far_east)).published_on == NOW.date() + timedelta(days=1)

    def test_refuses_an_unfinished_order(self, cast):
        order = finished_order(cast, status="in_progress")
        with pytest.raises(UnableToPostReview) as refusal:
            post(cast, order)
        assert refusal.value.code == "not_reviewable"

    def test_refuses_an_order_that_closed_too_long_ago_and_says_when_that_was(self, cast):
        order = finished_order(cast, closed_at=NOW - timedelta(days=91))
        with pytest.raises(UnableToPostReview) as refusal:
            post(cast, order)
        assert refusal.value.code == "window_closed"
        assert "14 June 2026" in str(refusal.value)

    def test_refuses_a_second_review(self, cast):
        order = finished_order(cast)
        post(cast, order)
        with pytest.raises(UnableToPostReview) as refusal:
            post(cast, order)
        assert refusal.value.code == "already_reviewed"
        assert Review.objects.count() == 1

    def test_hides_the_orders_of_others(self, cast):
        order = finished_order(cast)
        for stranger in (make_member(cast.tenant, "Sam", "buyer"), None):
            with pytest.raises(NotThere):
                post_review(tenant=cast.tenant, by=stranger, order=order, stars=STARS, comment="", now=NOW)

    def test_is_the_buyers_alone(self, cast):
        order = finished_order(cast)
        for other in (cast.bob, cast.carol):
            with pytest.raises(NotPermitted):
                post_review(tenant=cast.tenant, by=other, order=order, stars=STARS, comment="", now=NOW)

    def test_hides_the_orders_of_other_marketplaces(self, cast):
        elsewhere = make_mallory()
        with pytest.raises(NotThere):
            post(cast, finished_order(cast), by=elsewhere.alice)

    @pytest.mark.parametrize("wrong", [0, 6, 4.5, None, True, "5"])
    def test_names_the_criterion_whose_stars_are_wrong(self, cast, wrong):
        with pytest.raises(UnableToPostReview) as refusal:
            post(cast, finished_order(cast), stars={**STARS, "start_time": wrong})
        assert [(p.code, p.pointer) for p in refusal.value.problems] == [("validation_failed", "/start_time")]

    @pytest.mark.parametrize("comment", ["x" * 100_000, "bell \x07", "nul \x00"])
    def test_refuses_comments_that_cannot_be_shown(self, cast, comment):
        with pytest.raises(UnableToPostReview) as refusal:
            post(cast, finished_order(cast), comment=comment)
        assert [p.pointer for p in refusal.value.problems] == ["/comment"]
        assert not Review.objects.exists() and not StaleDay.objects.exists()

    def test_slows_down_a_buyer_in_a_hurry(self, cast):
        for _ in range(20):
            post(cast, finished_order(cast))
        with pytest.raises(UnableToPostReview) as refusal:
            post(cast, finished_order(cast), now=NOW + timedelta(seconds=20))
        assert (refusal.value.code, refusal.value.retry_after) == ("rate_limited", 40)
        assert post(cast, finished_order(cast), now=NOW + timedelta(seconds=60))


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_one_wins_and_the_other_is_told(self):
        cast = make_cast()
        with cast.inside():
            order = finished_order(cast)
        told, start = [], threading.Barrier(2)

        def try_it():
            try:
                start.wait()
                with cast.inside():
                    told.append(post(cast, order).status)
            except UnableToPostReview as refusal:
                told.append(refusal.code)
            finally:
                connection.close()

        threads = [threading.Thread(target=try_it) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(told) == ["already_reviewed", "published"]
        with cast.inside():
            assert Revision.objects.count() == 1
