"""Finding reviews on a seller's page: by words, stars, criterion, kind and period."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from feedback.jobs.recompute_rate import recompute_rate
from tests.cast import NOW, browser, make_cast
from tests.feedback.standing import FIVES, ONES, posted, standing
from tests.feedback.test_pages_reviews import text

PAGE = "/sellers/bobs-store"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def cast(db):
    made = make_cast()
    with made.inside():
        posted(made, stars=FIVES, comment="Blue blade, 100% fine", at=NOW - timedelta(hours=1))
        posted(made, stars=ONES, comment="Late blade_red", at=NOW - timedelta(days=40))
        posted(made, stars={**FIVES, "communication": 2}, comment="Silent but good", at=NOW - timedelta(days=80))
    return made


@pytest.fixture
def public(cast):
    return Client(SERVER_NAME=cast.tenant.host)


COMMENTS = {"blue": "Blue blade", "red": "Late blade_red", "silent": "Silent but good"}


def found(client, **query) -> set[str]:
    page = text(client.get(PAGE, query))
    return {name for name, comment in COMMENTS.items() if comment in page}


class TestSearch:
    @pytest.mark.parametrize(
        ("q", "expected"),
        [
            ("blade", {"blue", "red"}),
            ("BLADE blue", {"blue"}),
            ("ilen", {"silent"}),
            ("%", {"blue"}),
            ("_", {"red"}),
            ("\\", set()),
            ("nothing like it", set()),
            ("  ", {"blue", "red", "silent"}),
            ("\x00blade", {"blue", "red"}),
        ],
    )
    def test_finds_reviews_with_all_the_words(self, public, q, expected):
        assert found(public, q=q) == expected

    @pytest.mark.parametrize("who", [None, "bob", "carol", "alice"])
    def test_never_finds_words_that_are_blacked_out(self, cast, who):
        with cast.inside():
            standing(cast, "redacted", comment="Anna was the one", at=NOW - timedelta(hours=2))
        client = browser(cast.tenant, getattr(cast, who) if who else None)
        assert "was the one" not in text(client.get(PAGE, {"q": "Anna"}))
        assert "was the one" in text(client.get(PAGE))

    @pytest.mark.parametrize("state", ["removed", "withdrawn"])
    @pytest.mark.parametrize("who", [None, "bob"])
    def test_never_finds_what_was_taken_down(self, cast, who, state):
        with cast.inside():
            standing(cast, state, comment="Unsayable", at=NOW - timedelta(hours=2))
        answer = browser(cast.tenant, getattr(cast, who) if who else None).get(PAGE, {"q": "unsay"})
        assert "No review is like that" in text(answer)

    def test_keeps_what_was_typed_and_stays_one_page(self, public):
        page = public.get(PAGE, {"q": '"><script>'}).content.decode()
        assert 'value="&quot;&gt;&lt;script&gt;"' in page


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({"stars": "5"}, {"blue"}),
            ({"stars": "4"}, {"silent"}),
            ({"stars": "1"}, {"red"}),
            ({"stars": "3"}, set()),
            ({"stars": "9"}, {"blue", "red", "silent"}),
            ({"few": "communication"}, {"red", "silent"}),
            ({"few": "fulfilment"}, {"red"}),
            ({"period": "30"}, {"blue"}),
            ({"period": "90"}, {"blue", "red", "silent"}),
            ({"sentiment": "positive", "period": "90", "q": "good"}, {"silent"}),
            ({"show": "comment", "stars": "1"}, {"red"}),
        ],
    )
    def test_narrow_the_list(self, public, query, expected):
        assert found(public, **query) == expected

    def test_stars_of_what_was_struck_do_not_count(self, cast, public):
        with cast.inside():
            standing(cast, "struck", comment="Struck words", at=NOW - timedelta(hours=2))
        assert "Struck words" not in text(public.get(f"{PAGE}?stars=1"))
        assert "Struck words" in text(public.get(f"{PAGE}?q=struck"))

    def test_the_histogram_leads_to_each_kind(self, cast, public):
        recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=NOW)
        page = public.get(PAGE).content.decode()
        assert 'href="?stars=5#reviews-title"' in page
        assert "3.3 of 5 stars on average" in text(public.get(PAGE))


class TestHowFarItLooks:
    def test_it_says_when_there_are_older_reviews(self, public, monkeypatch):
        monkeypatch.setattr("feedback.queries.seller_page.LOOKED_AT", 2)
        monkeypatch.setattr("feedback.pages.seller.LOOKED_AT", 2)
        assert found(public, q="blade") == {"blue", "red"}
        assert found(public, q="silent") == set()
        assert "Looked through the newest 2 reviews" in text(public.get(f"{PAGE}?q=blade"))
        # Of those that the indexes know, all are there.
        assert found(public, sentiment="positive", q="silent") == {"silent"}
        assert found(public) == {"blue", "red", "silent"}
        assert "Looked through" not in text(public.get(PAGE))

    def test_it_says_nothing_when_all_were_looked_at(self, public):
        assert "Looked through" not in text(public.get(f"{PAGE}?q=blade"))

    @pytest.mark.parametrize(
        "query", ["", "?q=blade", "?q=blade&stars=5&few=communication&period=90&sentiment=positive"]
    )
    def test_it_takes_eight_queries_at_most(self, cast, public, query):
        recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=NOW)
        with CaptureQueriesContext(connection) as queries:
            assert public.get(PAGE + query).status_code == 200
        # The tests' own transaction has its scope put aside and back.
        asked = [each["sql"][:60] for each in queries if each["sql"].startswith("SELECT")]
        asked = [each for each in asked if "current_setting" not in each and "'app.tenant_id', ''" not in each]
        assert len(asked) <= 8, asked
