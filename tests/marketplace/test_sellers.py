"""The directory of sellers: found by name, narrowed, in order, page by page; and what search engines are told."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from feedback.jobs.recompute_rate import recompute_rate
from feedback.models import SellerRate
from orders.actions.ensure_seller import ensure_seller
from orders.sellers.naming import sorted_as, words_of
from tests.cast import NOW, browser, make_cast, make_mallory
from tests.feedback.standing import FIVES, ONES, posted
from tests.feedback.test_pages_reviews import text

PAGE = "/sellers"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def cast(db):
    made = make_cast()
    with made.inside():
        ensure_seller(tenant=made.tenant, external_id="bobs-store", name="Bob's True Store", now=NOW)
    return made


@pytest.fixture
def public(cast):
    return Client(SERVER_NAME=cast.tenant.host)


def named(cast, *names):
    with cast.inside():
        return [ensure_seller(tenant=cast.tenant, external_id=f"id-{name}", name=name, now=NOW) for name in names]


def figured(cast, seller, bound, ratings=10, recommendation="recommended"):
    """A seller with figures, without the reviews behind them."""
    with cast.inside():
        SellerRate.objects.update_or_create(
            seller=seller,
            defaults={
                "tenant": cast.tenant,
                "lower_bound": bound,
                "ratings": ratings,
                "recommendation": recommendation,
            },
        )


def names_on(answer):
    return [re.sub("&#x27;", "'", name) for name in re.findall(r"<bdi>(.*?)</bdi>", answer.content.decode())]


class TestNames:
    def test_are_put_in_order_without_capitals_and_accents(self):
        assert sorted_as("  Émile’s  ÄPFEL & Co. ") == "emile s apfel co"
        assert sorted_as("!!!") == ""

    def test_are_found_word_by_word(self):
        assert words_of("Bob's Bob Straße 日本") == ["bob", "s", "strasse", "日本"]
        assert max(map(len, words_of("x" * 300))) == 60

    def test_follow_a_new_name(self, cast, public):
        named(cast, "Old")
        with cast.inside():
            ensure_seller(tenant=cast.tenant, external_id="id-Old", name="Fresh Name", now=NOW)
        assert names_on(public.get(f"{PAGE}?q=old")) == []
        assert names_on(public.get(f"{PAGE}?q=fresh")) == ["Fresh Name"]


class TestSearch:
    @pytest.mark.parametrize("q", ["bob", "BOB", "tru", "store", "bob's", "st bo", "böb"])
    def test_finds_by_how_words_begin(self, public, q):
        assert names_on(public.get(PAGE, {"q": q})) == ["Bob's True Store"]

    @pytest.mark.parametrize("q", ["ob", "tore", "bob x", "%", "_", "\\", "'; --", "\U0010ffff"])
    def test_finds_nothing_else(self, public, q):
        answer = public.get(PAGE, {"q": q})
        assert answer.status_code == 200
        assert names_on(answer) == []
        assert "No seller is like that" in text(answer)

    def test_shows_what_was_typed(self, public):
        page = public.get(PAGE, {"q": '"><script>'}).content.decode()
        assert "&quot;&gt;&lt;script&gt;" in page
        assert '"><script>' not in page

    def test_knows_nothing_of_other_marketplaces(self, cast, public):
        mallory = make_mallory()
        named(mallory, "Zanzibar Spices")
        assert names_on(public.get(PAGE, {"q": "zan"})) == []
        assert "Zanzibar" not in text(public.get(PAGE))

    def test_there_is_none_at_the_directory_of_marketplaces(self, cast):
        assert Client(SERVER_NAME="localhost").get(PAGE).status_code == 404


class TestOrder:
    def test_is_by_how_good_the_rate_surely_is_then_who_has_none(self, cast, public):
        low, high = named(cast, "Low", "High")
        figured(cast, low, 0.2)
        figured(cast, high, 0.9)
        answer = public.get(PAGE)
        assert names_on(answer) == ["High", "Low", "Bob's True Store"]
        assert "Not rated yet" in text(answer)

    def test_is_by_ratings_or_by_name_where_asked(self, cast, public):
        many, few = named(cast, "a many", "Zfew")
        figured(cast, many, 0.2, ratings=50)
        figured(cast, few, 0.9, ratings=5)
        assert names_on(public.get(f"{PAGE}?order=ratings"))[:2] == ["a many", "Zfew"]
        assert names_on(public.get(f"{PAGE}?order=name")) == ["a many", "Bob's True Store", "Zfew"]
        assert names_on(public.get(f"{PAGE}?order=nonsense"))[0] == "Zfew"

    @pytest.mark.parametrize("order", ["rate", "ratings", "name"])
    def test_leads_through_every_seller_once_and_back(self, cast, public, monkeypatch, order):
        monkeypatch.setattr("marketplace.pages.sellers.ON_ONE_PAGE", 3)
        for number, seller in enumerate(named(cast, *(f"Shop {n}" for n in range(8)))):
            # Ties, so that only the ids tell them apart.
            figured(cast, seller, 0.5 if number < 5 else 0.4, ratings=7)
        answer, seen, pages = public.get(f"{PAGE}?order={order}&q=shop"), [], []
        while True:
            seen += names_on(answer)
            pages.append(names_on(answer))
            older = re.search(r'rel="next" href="([^"]+)"', answer.content.decode())
            if not older:
                break
            answer = public.get(older.group(1).replace("&amp;", "&"))
        assert sorted(seen) == sorted(f"Shop {n}" for n in range(8))
        newer = re.search(r'rel="prev" href="([^"]+)"', answer.content.decode()).group(1).replace("&amp;", "&")
        assert names_on(public.get(newer)) == pages[-2]

    def test_a_cursor_of_another_list_begins_anew(self, public):
        answer = public.get(f"{PAGE}?order=name&cursor=made-up")
        assert (answer.status_code, answer["Location"]) == (302, "/sellers?order=name")


class TestStanding:
    @pytest.mark.parametrize(
        ("standing", "found"),
        [
            ("recommended", ["Good"]),
            ("below", ["Bad"]),
            ("too_few", ["New"]),
            ("not_rated", ["Bob's True Store"]),
            ("nonsense", ["Good", "New", "Bad", "Bob's True Store"]),
        ],
    )
    def test_narrows_the_list(self, cast, public, standing, found):
        good, bad, new = named(cast, "Good", "Bad", "New")
        figured(cast, good, 0.9)
        figured(cast, bad, 0.1, recommendation="below")
        figured(cast, new, 0.3, recommendation="too_few")
        assert names_on(public.get(f"{PAGE}?standing={standing}")) == found
        if standing != "nonsense":
            assert names_on(public.get(f"{PAGE}?standing={standing}&order=name")) == found

    @pytest.mark.parametrize(
        ("fives", "ones", "expected"),
        [(20, 0, "recommended"), (19, 1, "recommended"), (18, 1, "below"), (4, 0, "too_few")],
    )
    def test_is_counted_with_the_rate(self, cast, public, fives, ones, expected):
        with cast.inside():
            for stars in [FIVES] * fives + [ONES] * ones:
                posted(cast, stars=stars)
        recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=NOW)
        with cast.inside():
            assert SellerRate.objects.get().recommendation == expected
        page = text(public.get(f"{PAGE}?standing={expected}"))
        assert f"{fives} of {fives + ones} ratings" in page


class TestThePage:
    def test_asks_no_more_for_more_sellers(self, cast, public):
        for order in ("rate", "ratings", "name"):
            public.get(f"{PAGE}?order={order}")
            with CaptureQueriesContext(connection) as few:
                public.get(f"{PAGE}?order={order}&q=s")
            for number, seller in enumerate(named(cast, *(f"Shop {order} {n}" for n in range(10)))):
                figured(cast, seller, number / 20)
            with CaptureQueriesContext(connection) as many:
                public.get(f"{PAGE}?order={order}&q=s")
            assert len(many) <= max(len(few), 10)
            assert len(many) <= len(few) + 1

    def test_is_linked_from_home_and_from_every_head(self, cast, public):
        assert 'href="/sellers"' in public.get("/policy").content.decode()
        assert 'href="/sellers"' in browser(cast.tenant, cast.alice).get("/policy").content.decode()
        assert "Search all sellers" in text(public.get("/"))

    def test_is_found_by_searches_only_as_a_whole(self, public):
        whole, narrowed = public.get(PAGE).content.decode(), public.get(f"{PAGE}?q=bob").content.decode()
        assert '<link rel="canonical" href="http://game-goods.localhost/sellers">' in whole
        assert "noindex" not in whole
        assert '<meta name="robots" content="noindex, follow">' in narrowed


class TestSearchEngines:
    def test_are_kept_from_what_needs_an_account(self, public):
        said = public.get("/robots.txt").content.decode()
        assert "Disallow: /admin/" in said
        assert "Disallow: /sellers" not in said
        assert "Sitemap: http://game-goods.localhost/sitemap.xml" in said

    def test_find_every_seller_of_this_marketplace_alone(self, cast, public, monkeypatch):
        monkeypatch.setattr("marketplace.pages.found.SELLERS_A_PART", 2)
        named(cast, "One", "Two")
        named(make_mallory(), "Zanzibar Spices")
        parts = re.findall("<loc>(.*?)</loc>", public.get("/sitemap.xml").content.decode())
        assert parts == ["http://game-goods.localhost/sitemap-1.xml", "http://game-goods.localhost/sitemap-2.xml"]
        found = [each for part in parts for each in re.findall("<loc>(.*?)</loc>", public.get(part).content.decode())]
        assert [each.rsplit("/", 1)[1] for each in found if "/sellers/" in each] == ["bobs-store", "one", "two"]
        assert "http://game-goods.localhost/sellers" in found
        assert public.get("/sitemap-3.xml").status_code == public.get("/sitemap-0.xml").status_code == 404

    def test_the_directory_of_marketplaces_has_no_sitemap(self, cast):
        directory = Client(SERVER_NAME="localhost")
        assert "Sitemap" not in directory.get("/robots.txt").content.decode()
        assert directory.get("/sitemap.xml").status_code == 404
