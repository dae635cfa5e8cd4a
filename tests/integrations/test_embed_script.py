"""The widget's script and what it fetches: small, in text only, for any site, and never anybody's cookie."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from feedback.jobs.recompute_rate import recompute_rate
from orders.models import Seller
from tests.cast import NOW, browser, make_cast, make_mallory
from tests.feedback.standing import FIVES, ONES, posted, standing

SCRIPT = (Path(settings.BASE_DIR) / "static/js/embed.js").read_text()
PATH = "/widget/bobs-store.json"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def public(cast):
    return Client(SERVER_NAME=cast.tenant.host)


@pytest.fixture
def rated(cast):
    with cast.inside():
        for number in range(18):
            posted(cast, stars=FIVES, comment=f"Fine {number}.", at=NOW - timedelta(days=3, minutes=number * 10))
        posted(cast, stars=ONES, comment="Slow & rude <b>" + " and late" * 60, at=NOW - timedelta(hours=2))
    recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=NOW)


class TestTheScript:
    def test_is_small(self):
        assert len(SCRIPT.encode()) <= 10_000

    @pytest.mark.parametrize("word", ["innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "Function(", "import("])
    def test_makes_no_markup_or_code_of_texts(self, word):
        assert word not in SCRIPT
        assert "document.write" not in SCRIPT

    def test_asks_nobody_else_and_keeps_nothing(self):
        assert not re.findall(r"https?://", SCRIPT)
        for word in ("cookie", "localStorage", "sessionStorage"):
            assert word not in SCRIPT
        assert 'credentials: "omit"' in SCRIPT


class TestWhatItFetches:
    def test_says_rate_base_and_newest_reviews(self, public, rated):
        told = public.get(PATH).json()
        assert (told["seller"], told["rate"]) == ("Bob's Store", "94.7 % positive")
        assert told["base"] == "18 of 19 ratings in 365 days"
        assert (told["stars"], told["stars_in_words"]) == (4.8, "4.8 of 5 stars")
        assert told["href"] == "/sellers/bobs-store"
        assert [each["stars"] for each in told["reviews"]] == [1.0, 5.0, 5.0]
        assert told["reviews"][0]["comment"].startswith("Slow & rude <b>")
        assert told["reviews"][0]["more"] == "Read all of it"
        assert told["reviews"][1]["more"] == ""
        assert told["reviews"][0]["day"] == "2026-06-15"

    def test_of_a_seller_without_ratings_has_none(self, public):
        told = public.get(PATH).json()
        assert (told["rate"], told["base"], told["stars"], told["reviews"]) == ("Not rated yet", "", None, [])

    @pytest.mark.parametrize(
        ("language", "rate"), [("en", "94.7 % positive"), ("de", "94,7 % positiv"), ("es", "94,7 % positivas")]
    )
    def test_speaks_the_language_asked_for(self, public, rated, language, rate):
        answer = public.get(f"{PATH}?lang={language}")
        assert answer.json()["language"] == answer["Content-Language"] == language
        assert answer.json()["rate"] == rate

    def test_may_be_read_by_any_site_without_cookies(self, cast, rated):
        answer = browser(cast.tenant, cast.bob).get(PATH, headers={"origin": "https://shop.example"})
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer
        assert not answer.cookies
        strangers = Client(SERVER_NAME=cast.tenant.host).get(PATH)
        assert "Cookie" not in strangers.get("Vary", "")
        assert answer.content == strangers.content

    def test_may_be_kept_for_five_minutes_and_is_not_sent_again(self, cast, public, rated):
        first = public.get(PATH)
        assert first["Cache-Control"] == "public, max-age=300"
        again = public.get(PATH, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["Access-Control-Allow-Origin"] == "*"
        with cast.inside():
            posted(cast, stars=ONES, comment="News", at=NOW - timedelta(minutes=1))
        assert public.get(PATH, headers={"if-none-match": first["ETag"]}).status_code == 200

    @pytest.mark.parametrize("state", ["removed", "withdrawn", "hidden", "struck"])
    def test_leaves_out_what_does_not_count(self, cast, public, state):
        with cast.inside():
            standing(cast, state, comment="Words to be gone")
        assert b"Words to be gone" not in public.get(PATH).content

    def test_of_another_marketplace_or_nobody_is_not_there(self, cast, public):
        mallory = make_mallory()
        with mallory.inside():
            Seller.objects.filter(pk=mallory.seller.pk).update(external_id="hers", slug="hers")
        assert public.get("/widget/hers.json").status_code == 404
        assert public.get("/widget/%00.json").status_code == 404
        assert Client(SERVER_NAME="localhost").get(PATH).status_code == 404

    def test_takes_no_address_from_a_seller(self, cast, public):
        with cast.inside():
            Seller.objects.filter(pk=cast.seller.pk).update(external_id="shop.json")
        assert public.get("/embed/shop.json")["Content-Type"].startswith("text/html")
        assert public.get("/widget/shop.json.json").json()["seller"] == "Bob's Store"
