"""A struck criterion as readers, its author and callers see it: still there, and that it no longer counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from feedback.actions.attribute_review import attribute_review
from feedback.actions.remove_review import remove_review
from feedback.actions.restore_review import restore_review
from feedback.actions.strike_review import strike_review
from feedback.jobs.recompute_rate import recompute_rate
from orders.models import Partner
from tests.cast import NOW, browser, make_cast
from tests.feedback.standing import FIVES, posted
from tests.feedback.test_pages_reviews import text
from tests.integrations.calls import caller

PAGE = "/sellers/bobs-store"
LATE = {"fulfilment": 4, "start_time": 1, "communication": 5}
STRUCK = '<span class="visually-hidden">Struck through, does not count: </span><s><span class="number">1</span>'
NOTE = "Start time: struck through by the marketplace. Shipped on time:"


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


@pytest.fixture
def review(cast):
    with cast.inside():
        return strike(cast, posted(cast, stars=LATE))


def strike(cast, review, criteria=("start_time",), ground="shipped_on_time"):
    at = NOW - timedelta(minutes=30)
    return strike_review(tenant=cast.tenant, by=cast.carol, review=review, ground=ground, criteria=criteria, now=at)


def shown(page, of="review"):
    return text(page), page.content.decode()


class TestPages:
    def test_the_sellers_page_says_which_and_why(self, cast, public, review):
        words, source = shown(public.get(PAGE))
        assert NOTE in words
        assert "These stars no longer count; the rest of the rating does." in words
        assert source.count(STRUCK) == source.count("<s>") == 1
        assert 'aria-label="4.5 of 5 stars"' in source or "4.5" in words
        assert "Positive" in words

    def test_one_note_for_each_ground(self, cast, public, review):
        with cast.inside():
            strike(cast, review, ["fulfilment"], "unrelated")
            strike(cast, posted(cast, stars=LATE), ["fulfilment", "communication"])
        words, source = shown(public.get(PAGE))
        assert "Order fulfilment: struck through by the marketplace. Unrelated" in words
        assert "Order fulfilment and communication: struck through by the marketplace. Shipped on time:" in words
        assert source.count("<s>") == 4

    def test_a_whole_strike_says_it_for_all(self, cast, public, review):
        with cast.inside():
            strike(cast, review, None)
        words = text(public.get(PAGE))
        assert "Struck through by the marketplace." in words and NOTE not in words
        with cast.inside():
            remove_review(tenant=cast.tenant, by=None, review=review, ground="blackmail", now=NOW)
        assert NOTE not in text(public.get(PAGE))

    def test_the_means_say_of_how_many_they_are(self, cast, public, review):
        with cast.inside():
            posted(cast, stars=FIVES)
            recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=NOW)
        words = text(public.get(PAGE))
        means = words[words.index("What buyers rate") : words.index("Means of")]
        assert " ".join(means.split()) == "What buyers rate Order fulfilment 4.5 Start time 5 1 rating Communication 5"
        assert "Means of 2 ratings of all time" in words

    def test_a_page_of_them_costs_one_query_more(self, cast, public):
        def queries():
            with CaptureQueriesContext(
                connection,
            ) as seen:
                public.get(PAGE)
            return len(seen)

        with cast.inside():
            reviews = [posted(cast, stars=LATE) for _ in range(3)]
        queries()
        none = queries()
        for review in reviews:
            with cast.inside():
                strike(cast, review)
            assert queries() == none + 1

    def test_its_author_sees_it_with_its_history_and_in_the_form(self, cast, review):
        alice = browser(cast.tenant, cast.alice)
        words, source = shown(alice.get(f"/reviews/{review.pk}"))
        assert NOTE in words and STRUCK in source
        assert "Start time: struck through by a decision" in words
        form = text(alice.get(f"/reviews/{review.pk}/edit"))
        assert form.count("A decision struck this rating through: it can be read, and does not count.") == 1
        with cast.inside():
            restore_review(tenant=cast.tenant, by=None, review=review, now=NOW)
        words, source = shown(alice.get(f"/reviews/{review.pk}"))
        assert "Start time: restored by a decision" in words
        assert NOTE not in words and "<s>" not in source

    def test_the_partner_who_answers_for_the_rest_is_not_counted_it(self, cast, public):
        with cast.inside():
            north = Partner.objects.create(
                tenant=cast.tenant, external_id="north", slug="north", name="Northline", created_at=NOW
            )
            made = strike(cast, posted(cast, stars=LATE, fulfilled_by="partner", partner=north))
            attribute_review(tenant=cast.tenant, by=None, review=made, ground="partner_at_fault", now=NOW)
        words, source = shown(public.get("/partners/north"))
        assert NOTE in words and STRUCK in source
        rating = caller(cast.alice).get("partners/north/rating").json()
        assert rating["criteria"] == {"fulfilment": 4.0, "start_time": None, "communication": 5.0}


class TestApi:
    def test_names_the_struck_ones_beside_their_stars(self, cast, review):
        with cast.inside():
            other = posted(cast, stars=LATE)
        bob = caller(cast.bob)
        answer = bob.get(f"reviews/{review.pk}").json()
        assert (answer["struck_criteria"], answer["start_time"], answer["status"]) == (["start_time"], 1, "published")
        assert answer["ground"] is None
        assert bob.get(f"reviews/{other.pk}").json()["struck_criteria"] == []
        with cast.inside():
            remove_review(tenant=cast.tenant, by=None, review=review, ground="blackmail", now=NOW)
        assert bob.get(f"reviews/{review.pk}").json()["struck_criteria"] == []
