"""What programs read of a seller's page: JSON-LD, social cards, canonical addresses."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from feedback.jobs.recompute_rate import recompute_rate
from orders.models import Seller
from tests.cast import NOW, browser, make_cast
from tests.feedback.standing import FIVES, ONES, posted, standing
from tests.feedback.test_pages_reviews import text

PAGE = "/sellers/bobs-store"
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    '"><img src=x onerror="alert(1)">',
    "a\u2028b & c",
    "متجر \u202etxt.exe 🎉",
]


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
            posted(cast, stars=FIVES, at=NOW - timedelta(days=3, minutes=number * 10))
        posted(cast, stars=ONES, comment="Slow & rude <b>", at=NOW - timedelta(hours=2))
    recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=NOW)


def data_of(answer):
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.content.decode(), re.S)
    assert len(blocks) == 1
    return json.loads(blocks[0])


def meta(answer, name):
    return re.search(rf'<meta (?:property|name)="{name}" content="([^"]*)"', answer.content.decode()).group(1)


class TestStructuredData:
    def test_says_what_the_page_says(self, public, rated):
        answer = public.get(PAGE)
        data, page = data_of(answer), text(answer)
        assert (data["@type"], data["name"]) == ("Organization", "Bob's Store")
        assert data["url"] == "http://game-goods.localhost/sellers/bobs-store"
        said = {"@type": "AggregateRating", "ratingValue": "4.8", "bestRating": 5, "worstRating": 1, "ratingCount": 19}
        assert data["aggregateRating"] == said
        assert "4.8 of 5 stars on average" in page
        assert "19 ratings in 365 days" in page

    def test_holds_the_reviews_on_the_page(self, public, rated):
        reviews = data_of(public.get(PAGE))["review"]
        assert len(reviews) == 19
        assert reviews[0]["reviewBody"] == "Slow & rude <b>"
        assert reviews[0]["author"]["name"] == "Alice"
        assert reviews[0]["reviewRating"] == {"@type": "Rating", "ratingValue": 1.0, "bestRating": 5, "worstRating": 1}
        assert reviews[0]["datePublished"] == "2026-06-15T10:00:00Z"

    def test_of_a_seller_without_ratings_has_no_rating(self, public):
        data = data_of(public.get(PAGE))
        assert "aggregateRating" not in data
        assert "review" not in data

    @pytest.mark.parametrize("state", ["removed", "withdrawn", "hidden", "struck", "redacted"])
    @pytest.mark.parametrize("who", [None, "alice", "carol"])
    def test_leaves_out_what_not_everybody_reads_as_it_was(self, cast, who, state):
        with cast.inside():
            standing(cast, state, comment="Anna, in words to be gone")
        client = browser(cast.tenant, getattr(cast, who) if who else None)
        assert "review" not in data_of(client.get(PAGE))

    @pytest.mark.parametrize("name", HOSTILE)
    def test_nothing_in_a_name_or_comment_ends_the_block(self, cast, public, name):
        with cast.inside():
            Seller.objects.filter(pk=cast.seller.pk).update(name=name)
            posted(cast, stars=FIVES, comment=name)
        answer = public.get(PAGE)
        data = data_of(answer)
        assert data["name"] == name
        assert data["review"][0]["reviewBody"] == name
        block = re.search(r"ld\+json\">(.*?)</script>", answer.content.decode(), re.S).group(1)
        assert not set("<>&\u2028\u2029") & set(block)

    def test_stands_on_the_whole_page_alone(self, public, rated):
        assert "ld+json" not in public.get(f"{PAGE}?stars=5").content.decode()

    def test_the_policy_for_contents_stays_strict(self, public):
        policy = public.get(PAGE)["Content-Security-Policy"]
        assert "script-src 'self';" in policy + ";"
        assert "unsafe" not in policy


class TestSharing:
    def test_has_a_sentence_with_its_base_and_a_picture(self, public, rated):
        answer = public.get(PAGE)
        assert meta(answer, "og:title") == "Bob&#x27;s Store"
        assert meta(answer, "og:description") == "94.7 % positive, 18 of 19 ratings in 365 days."
        assert meta(answer, "og:image") == "http://game-goods.localhost/sellers/bobs-store/card.png"
        assert meta(answer, "twitter:card") == "summary_large_image"

    @pytest.mark.parametrize("name", HOSTILE)
    def test_a_hostile_name_stays_inside_its_quotes(self, cast, public, name):
        with cast.inside():
            Seller.objects.filter(pk=cast.seller.pk).update(name=name)
        page = public.get(PAGE).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page

    def test_searches_keep_the_whole_page_only(self, public, rated):
        whole, narrowed = public.get(PAGE).content.decode(), public.get(f"{PAGE}?sentiment=negative").content.decode()
        canonical = '<link rel="canonical" href="http://game-goods.localhost/sellers/bobs-store">'
        assert canonical in whole
        assert canonical in narrowed
        assert "noindex" not in whole
        assert '<meta name="robots" content="noindex, follow">' in narrowed
