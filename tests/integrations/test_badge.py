"""Badge, social card and widget: what other sites show of a seller."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from PIL import Image

from feedback.jobs.recompute_rate import recompute_rate
from integrations.drawing.fonts import drawable, plain
from orders.models import Seller
from tests.cast import NOW, browser, make_cast, make_mallory, make_seller
from tests.feedback.standing import FIVES, ONES, posted, standing
from tests.feedback.test_pages_reviews import text

HOSTILE = [
    "</script><script>alert(1)</script>",
    '"><svg onload="alert(1)">',
    "]]>&<!--",
    "متجر \u202etxt.exe",
    "🎉🎉🎉",
    "日本の店",
    "\u2066\u202d  \u200b",
    "W" * 200,
]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
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
        posted(cast, stars=ONES, comment="Slow & rude <b>", at=NOW - timedelta(hours=2))
    counted(cast)


def counted(cast):
    recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=NOW)


def renamed(cast, name):
    with cast.inside():
        Seller.objects.filter(pk=cast.seller.pk).update(name=name)


def drawing(answer):
    return ElementTree.fromstring(answer.content)


class TestBadge:
    def test_says_rate_stars_and_number_of_ratings(self, public, rated):
        answer = public.get("/badge/bobs-store.svg")
        assert answer["Content-Type"].startswith("image/svg+xml")
        assert [each.text for each in drawing(answer).iter(f"{SVG}text")] == ["94.7 % positive", "4.8", "19 ratings"]

    def test_has_a_sentence_for_those_who_do_not_see_it(self, public, rated):
        root = drawing(public.get("/badge/bobs-store.svg"))
        assert root.get("role") == "img"
        title = root.find(f"{SVG}title")
        assert root.get("aria-labelledby") == title.get("id")
        said = "Bob's Store on Game Goods: 94.7 % positive, 18 of 19 ratings in 365 days, 4.8 of 5 stars on average"
        assert title.text == said

    def test_of_a_seller_without_ratings_has_no_rate(self, public):
        words = [each.text for each in drawing(public.get("/badge/bobs-store.svg")).iter(f"{SVG}text")]
        assert words == ["Not rated yet", "0 ratings"]

    def test_comes_for_light_and_dark_pages(self, public):
        light, dark, odd = (public.get(f"/badge/bobs-store.svg{query}") for query in ("", "?theme=dark", "?theme=x<y"))
        assert b"#ffffff" in light.content
        assert b"#181b20" in dark.content
        assert odd.content == light.content
        assert light["ETag"] != dark["ETag"]

    @pytest.mark.parametrize("name", HOSTILE)
    def test_of_a_hostile_name_is_a_drawing_all_the_same(self, cast, public, name):
        renamed(cast, name)
        root = drawing(public.get("/badge/bobs-store.svg"))
        assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {"svg", "title", "rect", "path", "g", "text"}
        assert root.find(f"{SVG}title").text.startswith(f"{plain(name)} on Game Goods")
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", root.find(f"{SVG}title").text)

    def test_can_neither_run_nor_load_anything(self, public):
        answer = public.get("/badge/bobs-store.svg")
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


class TestWhoseBadgeItIs:
    def test_is_found_by_external_id_and_by_address(self, cast, public):
        with cast.inside():
            Seller.objects.filter(pk=cast.seller.pk).update(external_id="S-17", name="Known")
        for name in ("S-17", "bobs-store"):
            assert b"Known on" in public.get(f"/badge/{name}.svg").content

    def test_nobody_takes_anothers_place_by_choosing_its_name(self, cast, public):
        with cast.inside():
            Seller.objects.filter(pk=cast.seller.pk).update(external_id="acme", name="The true one")
            rival = make_seller(cast.tenant, "rival", "acme")
            Seller.objects.filter(pk=rival.pk).update(slug="acme")
        assert b"The true one" in public.get("/badge/acme.svg").content
        assert b"The true one" in public.get("/embed/acme").content

    def test_an_id_with_slashes_and_signs_has_one_too(self, cast, public):
        with cast.inside():
            Seller.objects.filter(pk=cast.seller.pk).update(external_id="eu/shop 7&8?#")
        page = browser(cast.tenant, cast.bob).get("/selling/badge").content.decode()
        href = re.search(r'src="(/badge/[^"]+)"', page).group(1)
        assert b"Bob" in public.get(href).content

    @pytest.mark.parametrize("name", ["%00", "a%00b", "%ff", "..%2f..%2fetc", "x" * 3000, "%E2%80%AE"])
    def test_of_no_name_at_all_is_not_there(self, public, name):
        for path in (f"/badge/{name}.svg", f"/embed/{name}"):
            assert public.get(path).status_code == 404

    @pytest.mark.parametrize("path", ["/badge/{}.svg", "/embed/{}", "/sellers/{}/card.png"])
    def test_of_another_marketplace_is_not_there(self, cast, public, path):
        mallory = make_mallory()
        with mallory.inside():
            Seller.objects.filter(pk=mallory.seller.pk).update(external_id="hers", slug="hers")
        assert public.get(path.format("hers")).status_code == 404
        assert public.get(path.format("made-up")).content == public.get(path.format("made-up")).content
        assert Client(SERVER_NAME=mallory.tenant.host).get(path.format("hers")).status_code == 200

    @pytest.mark.parametrize("path", ["/badge/bobs-store.svg", "/embed/bobs-store", "/sellers/bobs-store/card.png"])
    def test_there_is_none_at_the_directory(self, cast, path):
        assert Client(SERVER_NAME="localhost").get(path).status_code == 404


class TestKeeping:
    PATHS = ["/badge/bobs-store.svg", "/embed/bobs-store", "/sellers/bobs-store/card.png"]

    @pytest.mark.parametrize("path", PATHS)
    def test_is_allowed_to_everybody_for_five_minutes(self, public, rated, path):
        answer = public.get(path)
        assert answer["Cache-Control"] == "public, max-age=300"
        assert answer["ETag"]

    @pytest.mark.parametrize("path", PATHS)
    def test_brings_no_cookies(self, public, path):
        answer = public.get(path)
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")

    @pytest.mark.parametrize("path", PATHS)
    def test_what_is_known_is_not_sent_again(self, public, rated, path):
        first = public.get(path)
        again = public.get(path, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304
        assert again.content == b""
        assert again["Cache-Control"] == "public, max-age=300"

    def test_the_time_of_the_last_count_is_told(self, public, rated):
        first = public.get("/badge/bobs-store.svg")
        assert first["Last-Modified"] == "Mon, 15 Jun 2026 12:00:00 GMT"
        again = public.get("/badge/bobs-store.svg", headers={"if-modified-since": first["Last-Modified"]})
        assert again.status_code == 304

    @pytest.mark.parametrize("path", PATHS)
    def test_ends_with_the_next_count(self, cast, public, rated, path):
        before = public.get(path)["ETag"]
        with cast.inside():
            posted(cast, stars=ONES, at=NOW - timedelta(hours=3))
        counted(cast)
        assert public.get(path, headers={"if-none-match": before}).status_code == 200


class TestCard:
    def test_is_a_picture_of_the_size_that_networks_like(self, public, rated):
        answer = public.get("/sellers/bobs-store/card.png")
        assert answer["Content-Type"] == "image/png"
        with Image.open(io.BytesIO(answer.content)) as picture:
            assert picture.size == (1200, 630)
        assert len(answer.content) < 100_000

    @pytest.mark.parametrize("name", HOSTILE)
    def test_of_a_hostile_name_can_be_drawn(self, cast, public, name):
        renamed(cast, name)
        assert public.get("/sellers/bobs-store/card.png").content.startswith(b"\x89PNG")

    def test_draws_no_letter_that_the_font_lacks(self):
        assert drawable("Grüße, Ωμέγα, Привет ★ 日本 🎉 \u202emoc") == "Grüße, Ωμέγα, Привет ★ moc"
        assert drawable("日本の店") == ""


class TestWidget:
    def test_shows_the_rate_and_the_three_newest_reviews_whatever_their_stars(self, public, rated):
        page = text(public.get("/embed/bobs-store"))
        assert "94.7 % positive 18 of 19 ratings in 365 days" in page
        assert "Slow & rude <b>" in page
        assert [f"Fine {number}." in page for number in range(4)] == [True, True, False, False]

    def test_may_be_framed_by_any_site_and_loads_nothing_foreign(self, public):
        answer = public.get("/embed/bobs-store")
        assert "frame-ancestors *" in answer["Content-Security-Policy"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer
        assert not re.search(r'(?:src|href)="(?:https?:)?//', answer.content.decode())

    def test_every_other_page_may_be_framed_by_nobody(self, public):
        for path in ("/", "/sellers/bobs-store"):
            answer = public.get(path)
            assert answer["X-Frame-Options"] == "DENY"
            assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]

    def test_opens_the_marketplace_in_a_tab_that_cannot_reach_back(self, public, rated):
        links = re.findall(r"<a [^>]*>", public.get("/embed/bobs-store").content.decode())
        assert links
        assert all('target="_blank" rel="noopener"' in each for each in links)

    def test_knows_nobody(self, cast, rated):
        signed_in = browser(cast.tenant, cast.bob).get("/embed/bobs-store")
        assert signed_in.content == Client(SERVER_NAME=cast.tenant.host).get("/embed/bobs-store").content
        assert not signed_in.cookies

    @pytest.mark.parametrize("state", ["removed", "withdrawn", "hidden", "struck"])
    def test_leaves_out_what_does_not_count(self, cast, public, state):
        with cast.inside():
            standing(cast, state, comment="Words to be gone")
        assert "Words to be gone" not in text(public.get("/embed/bobs-store"))

    def test_keeps_redacted_words_to_itself(self, cast, public):
        with cast.inside():
            standing(cast, "redacted", comment="Anna was slow.")
        page = text(public.get("/embed/bobs-store"))
        assert "Anna" not in page
        assert "█████ was slow." in page

    def test_changes_with_a_review_though_the_rate_stays(self, cast, public, rated):
        before = public.get("/embed/bobs-store")["ETag"]
        with cast.inside():
            posted(cast, stars=ONES, comment="News", at=NOW - timedelta(minutes=1))
        assert public.get("/embed/bobs-store", headers={"if-none-match": before}).status_code == 200

    @pytest.mark.parametrize("name", HOSTILE)
    def test_of_a_hostile_name_stays_a_page(self, cast, public, name):
        renamed(cast, name)
        page = public.get("/embed/bobs-store").content.decode()
        assert page.count("<script") == page.count("</script>") == 1
        assert 'onload="' not in page


class TestSellersPage:
    def test_offers_lines_to_copy_and_shows_what_they_make(self, cast):
        page = browser(cast.tenant, cast.bob).get("/selling/badge").content.decode()
        assert 'src="/badge/bobs-store.svg?lang=en"' in page
        assert 'src="/embed/bobs-store?lang=en"' in page
        assert "&lt;img src=&quot;http://game-goods.localhost/badge/bobs-store.svg&quot;" in page
        assert "&lt;div data-touchstone=&quot;bobs-store&quot;&gt;" in page
        assert "&lt;script src=&quot;http://game-goods.localhost/static/js/embed.js&quot; async&gt;" in page

    def test_a_hostile_name_leaves_the_lines_whole(self, cast):
        renamed(cast, HOSTILE[0])
        page = browser(cast.tenant, cast.bob).get("/selling/badge").content.decode()
        assert "alert(1)</script>" not in page
        # Escaped once for the other site, and once more to be shown here.
        assert "&amp;lt;/script&amp;gt;" in page

    @pytest.mark.parametrize("who", ["alice", "carol"])
    def test_is_for_those_who_sell(self, cast, who):
        assert browser(cast.tenant, getattr(cast, who)).get("/selling/badge").status_code == 404

    def test_knows_only_ones_own_sellers(self, cast):
        with cast.inside():
            make_seller(cast.tenant, "others-shop", "Other")
            make_seller(cast.tenant, "second-shop", "Second", runs=cast.bob)
        bob = browser(cast.tenant, cast.bob)
        assert bob.get("/selling/badge?seller=others-shop").status_code == 404
        assert "/badge/second-shop.svg" in bob.get("/selling/badge?seller=second-shop").content.decode()
