"""A seller's public page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from uuid6 import uuid7

from feedback.actions.edit_review import edit_review
from feedback.actions.put_response import put_response
from feedback.actions.withdraw_response import withdraw_response
from feedback.jobs.recompute_rate import recompute_rate
from feedback.models import Review, Revision, StaleDay
from orders.models import Order
from tests.cast import NOW, browser, make_cast, make_mallory, make_member, make_seller
from tests.feedback.standing import FIVES, WORDS, posted, standing
from tests.feedback.test_pages_reviews import text

PAGE = "/sellers/bobs-store"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    """The clock of the pages stands at NOW."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def public(cast):
    return Client(SERVER_NAME=cast.tenant.host)


def counted(cast):
    recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=NOW)


class TestFigures:
    def test_a_seller_without_ratings_has_no_rate(self, public):
        page = text(public.get(PAGE))
        assert "Not rated yet" in page
        assert "neither 0 nor 100 %" in page
        assert "No reviews yet" in page

    def test_the_rate_has_its_base_and_how_it_is_computed(self, cast, public):
        with cast.inside():
            for _ in range(18):
                posted(cast, stars=FIVES, at=NOW - timedelta(days=3, minutes=_ * 10))
            posted(cast, stars={"fulfilment": 3, "start_time": 3, "communication": 3})
            posted(cast)
        counted(cast)
        page = text(public.get(PAGE))
        assert "94.7 % positive 18 of 19 ratings in 365 days" in page
        assert "positive to negative 18 to 1" in page
        assert "18 positive out of 19 positive and negative. 1 neutral rating does not count." in page
        assert "Target 95 %" in page
        assert "Too few ratings to be sure" in page
        assert "lies likely between 75.3 % and 99.1 %" in page
        assert "Last computed 15 Jun 2026, 12:00" in page
        assert "20 ratings in 365 days" in page

    def test_a_headline_that_fell_back_says_so(self, cast, public):
        with cast.inside():
            posted(cast, stars=FIVES)
        counted(cast)
        assert "Too few recent ratings, so this is the rate of all time." in text(public.get(PAGE))

    def test_removed_and_struck_are_counted_by_ground(self, cast, public):
        with cast.inside():
            standing(cast, "removed")
            standing(cast, "struck")
        counted(cast)
        page = text(public.get(PAGE))
        assert "Blackmail 1 0" in page
        assert re.search(r"[Ss]hipped on time 0 1", page)

    def test_one_overall_rating_is_told_apart(self, cast, public):
        with cast.inside():
            review = posted(cast, stars=FIVES)
            Review.objects.filter(pk=review.pk).update(
                overall=4, fulfilment=None, start_time=None, communication=None, imported=True
            )
        counted(cast)
        page = text(public.get(PAGE))
        assert "1 more rating moved in with one number for all" in page
        assert "Moved in with its order" in page

    def test_says_how_reviews_are_verified(self, public):
        assert "Every review is verified." in text(public.get(PAGE))


class TestReviews:
    def test_struck_ones_stand_with_a_line_through_and_why(self, cast, public):
        with cast.inside():
            standing(cast, "struck")
        page = public.get(PAGE)
        assert f"<s>{WORDS}</s>" in page.content.decode()
        assert "Struck through by the marketplace." in text(page)

    def test_attributed_ones_name_who_answers(self, cast, public):
        with cast.inside():
            standing(cast, "attributed")
        assert "Northline answers for this." in text(public.get(PAGE))

    def test_redacted_words_are_blocks(self, cast, public):
        with cast.inside():
            standing(cast, "redacted")
        page = public.get(PAGE).content.decode()
        assert re.search(r'class="redacted">█+</span> as a wet week', page)
        assert "Slow" not in page

    @pytest.mark.parametrize("state", ["removed", "hidden", "withdrawn"])
    def test_what_is_taken_down_is_not_there_for_the_public(self, cast, public, state):
        with cast.inside():
            standing(cast, state)
        page = text(public.get(PAGE))
        assert WORDS not in page
        assert "A review was" not in page

    def test_tombstones_are_for_the_seller_alone(self, cast):
        with cast.inside():
            standing(cast, "removed")
        mia = make_member(cast.tenant, "Mia", "buyer")
        assert "A review was removed" in text(browser(cast.tenant, cast.bob).get(PAGE))
        assert "A review was removed" not in text(browser(cast.tenant, mia).get(PAGE))

    def test_only_an_initial_of_the_buyer_is_public(self, cast, public):
        with cast.inside():
            type(cast.alice).objects.filter(pk=cast.alice.pk).update(name="Alice Marlowe")
            posted(cast)
        page = text(public.get(PAGE))
        assert "Alice M." in page
        assert "Marlowe" not in page

    def test_filters(self, cast, public):
        with cast.inside():
            posted(cast, stars=FIVES, comment="Splendid.")
            answered = posted(cast, comment="Grim.")
            put_response(tenant=cast.tenant, by=cast.bob, review=answered, body="Sorry.", now=NOW)
            posted(cast, comment="")
            standing(cast, "struck", comment="Struck words.")

        def found(query):
            page = text(public.get(f"{PAGE}?{query}"))
            return {word for word in ("Splendid.", "Grim.", "no words", "Struck words.") if word in page}

        assert found("") == {"Splendid.", "Grim.", "no words", "Struck words."}
        assert found("sentiment=positive") == {"Splendid."}
        assert found("sentiment=negative") == {"Grim.", "no words"}
        assert found("show=comment") == {"Splendid.", "Grim.", "Struck words."}
        assert found("show=response") == {"Grim."}
        assert found("show=struck") == {"Struck words."}
        assert found("sentiment=cross&show=nothing") == found("")
        assert "No review is like that" in text(public.get(f"{PAGE}?sentiment=neutral"))

    def test_pages_keep_the_filter_and_repeat_nothing(self, cast, public):
        with cast.inside():
            for n in reversed(range(25)):
                posted(cast, comment=f"Number {n}.", at=NOW - timedelta(days=3, minutes=n * 10))
        first = public.get(f"{PAGE}?sentiment=negative")
        older = re.search(r'rel="next" href="([^"]+)"', first.content.decode())[1].replace("&amp;", "&")
        assert "sentiment=negative" in older
        second = public.get(older)
        numbers = [re.findall(r"Number \d+", text(page)) for page in (first, second)]
        assert numbers == [[f"Number {n}" for n in range(20)], [f"Number {n}" for n in range(20, 25)]]
        assert public.get(f"{PAGE}?cursor=made-up").status_code == 302

    def test_a_swap_brings_the_list_alone(self, cast, public):
        with cast.inside():
            posted(cast)
        part = public.get(PAGE, headers={"HX-Request": "true", "HX-Target": "reviews"})
        assert WORDS in part.content.decode()
        assert "<html" not in part.content.decode()
        assert "HX-Target" in part.headers["Vary"]


class TestNothingShownIsStale:
    def test_each_change_shows_at_once(self, cast, public):
        with cast.inside():
            review = posted(cast)
        assert WORDS in text(public.get(PAGE))
        with cast.inside():
            edit_review(
                tenant=cast.tenant,
                by=cast.alice,
                review=review,
                version=1,
                stars=FIVES,
                comment="Mended.",
                now=NOW,
            )
        assert "Mended." in text(public.get(PAGE))
        with cast.inside():
            put_response(tenant=cast.tenant, by=cast.bob, review=review, body="Glad.", now=NOW)
        assert "Glad." in text(public.get(PAGE))
        with cast.inside():
            withdraw_response(tenant=cast.tenant, by=cast.bob, review=review, now=NOW)
        assert "Glad." not in text(public.get(PAGE))

    def test_figures_follow_the_count(self, cast, public):
        with cast.inside():
            posted(cast, stars=FIVES)
        counted(cast)
        assert "100.0 %" in text(public.get(PAGE))
        with cast.inside():
            posted(cast)
        counted(cast)
        assert "50.0 %" in text(public.get(PAGE))

    def test_works_while_the_cache_is_away(self, cast, public, monkeypatch):
        def away(*_args, **_kwargs):
            raise ConnectionError

        for name in ("get", "set", "add", "get_many"):
            monkeypatch.setattr(cache, name, away)
        assert public.get(PAGE).status_code == 200


def _copies(review, number):
    """So many more reviews like this one, each of an order of its own, written at once."""
    order, revision = review.order, review.revisions.get()
    orders, reviews, revisions = [], [], []
    for n in range(number):
        orders.append(Order(**_values(order, id=uuid7(), external_id=f"copy-{n}")))
        at = review.published_at - timedelta(hours=n)
        moved = {"published_at": at, "published_on": at.date(), "order_id": orders[-1].pk}
        reviews.append(Review(**_values(review, id=uuid7(), **moved)))
        revisions.append(Revision(**_values(revision, id=uuid7(), review_id=reviews[-1].pk, at=at)))
    for rows in (orders, reviews, revisions):
        type(rows[0]).objects.bulk_create(rows)
    StaleDay.objects.bulk_create(
        StaleDay(tenant=review.tenant, seller=review.seller, day=day, marked_at=NOW)
        for day in {each.published_on for each in reviews}
    )


def _values(row, **changes):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} | changes


class TestCost:
    def queries(self, client):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).status_code == 200
        transaction = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
        return [each["sql"] for each in captured if not each["sql"].startswith(transaction)]

    def test_at_most_eight_queries_however_many_reviews(self, cast, public, django_assert_max_num_queries):
        with cast.inside():
            for n in reversed(range(30)):
                posted(cast, at=NOW - timedelta(days=3, minutes=n * 10))
        counted(cast)
        # In a test the request's transaction is a savepoint in another, which takes three statements more.
        with django_assert_max_num_queries(8 + 4):
            public.get(PAGE)
        assert len(self.queries(public)) <= 8

    def test_as_many_for_ten_as_for_a_thousand(self, cast, public):
        with cast.inside():
            for n in reversed(range(10)):
                posted(cast, at=NOW - timedelta(days=3, minutes=n * 10))
        counted(cast)
        ten = len(self.queries(public))
        with cast.inside():
            _copies(Review.objects.get(pk=posted(cast, at=NOW - timedelta(days=1)).pk), 990)
        counted(cast)
        assert len(self.queries(public)) == ten

    def test_no_cookie_for_who_only_reads(self, public):
        answer = public.get(PAGE)
        assert not answer.cookies


class TestWalls:
    def test_another_marketplace_has_no_such_page(self, cast):
        mallory = make_mallory()
        with cast.inside():
            make_seller(cast.tenant, "only-here")
        for member in (None, mallory.alice, mallory.bob, mallory.carol):
            there = browser(mallory.tenant, member)
            foreign, made_up = there.get("/sellers/only-here"), there.get("/sellers/made-up")
            assert foreign.status_code == made_up.status_code == 404
            assert text(foreign) == text(made_up)
