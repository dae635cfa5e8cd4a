"""Badge, social card and widget in other languages: they stand on other people's sites, and in anybody's caches."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils.translation import override

from feedback.jobs.recompute_rate import recompute_rate
from feedback.queries.public_face import Face
from integrations.drawing.card import Card, card
from tenants.models import Tenant
from tests.cast import NOW, make_cast
from tests.feedback.standing import FIVES, ONES, posted
from tests.feedback.test_pages_reviews import text

PATHS = ["/badge/bobs-store.svg", "/embed/bobs-store", "/sellers/bobs-store/card.png"]
GERMAN = {"accept-language": "de-AT,de;q=0.9,en;q=0.5"}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def cast(db):
    """Whose seller has 18 good ratings and a bad one."""
    cast = make_cast()
    with cast.inside():
        for number in range(18):
            posted(cast, stars=FIVES, comment=f"Fine {number}.", at=NOW - timedelta(days=3, minutes=number * 10))
        posted(cast, stars=ONES, comment="Slow & rude <b>", at=NOW - timedelta(hours=2))
    recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=NOW)
    return cast


@pytest.fixture
def public(cast):
    return Client(SERVER_NAME=cast.tenant.host)


def drawing(answer):
    return ElementTree.fromstring(answer.content)


def words(answer):
    return [each.text for each in drawing(answer).iter(f"{SVG}text")]


class TestLanguage:
    def test_is_the_one_that_the_browser_asks_for(self, public):
        said = words(public.get("/badge/bobs-store.svg", headers=GERMAN))
        assert said == ["94,7 % positiv", "4,8", "19 Bewertungen"]

    def test_is_the_one_of_the_address_before_all_others(self, public):
        answer = public.get("/badge/bobs-store.svg?lang=es", headers=GERMAN)
        assert words(answer) == ["94,7 % positivas", "4,8", "19 valoraciones"]
        assert answer["Content-Language"] == "es"

    @pytest.mark.parametrize("odd", ["fr", "xx", "EN", "de-AT", "../de", "%00"])
    def test_that_nobody_speaks_is_as_if_not_given(self, public, odd):
        assert words(public.get(f"/badge/bobs-store.svg?lang={odd}", headers=GERMAN))[2] == "19 Bewertungen"
        assert words(public.get(f"/badge/bobs-store.svg?lang={odd}"))[2] == "19 ratings"

    def test_else_it_is_the_marketplaces(self, cast, public):
        with cast.inside():
            Tenant.objects.filter(pk=cast.tenant.pk).update(language="es")
        assert words(public.get("/badge/bobs-store.svg", headers={"accept-language": "fr"}))[2] == "19 valoraciones"

    def test_has_its_sentence_for_those_who_do_not_see_it(self, public):
        title = drawing(public.get("/badge/bobs-store.svg?lang=de")).find(f"{SVG}title")
        assert title.text == (
            "Bob's Store auf Game Goods: 94,7 % positiv, 18 von 19 Bewertungen in 365 Tagen, "
            "4,8 von 5 Sternen im Durchschnitt"
        )

    def test_makes_the_first_part_of_the_badge_as_wide_as_its_words(self, public):
        narrow, wide = (drawing(public.get(f"/badge/bobs-store.svg?lang={each}")) for each in ("de", "es"))
        assert int(narrow.get("width")) < int(wide.get("width"))
        assert all(each.get("x").isdigit() for each in narrow.iter(f"{SVG}text"))

    def test_is_the_widgets_whole_page(self, public):
        page = public.get("/embed/bobs-store?lang=de").content.decode()
        assert '<html lang="de"' in page
        shown = text(public.get("/embed/bobs-store?lang=de"))
        assert "94,7 % positiv 18 von 19 Bewertungen in 365 Tagen" in shown
        assert "Neueste Bewertungen" in shown and "Slow & rude <b>" in shown

    def test_is_drawn_on_the_card_and_each_kept_by_itself(self, public):
        english, german, again = (
            public.get(f"/sellers/bobs-store/card.png?lang={each}").content for each in ("en", "de", "en")
        )
        assert english != german
        assert english == again


class TestKeeping:
    @pytest.mark.parametrize("path", PATHS)
    def test_each_language_has_a_tag_of_its_own(self, public, path):
        tags = {each: public.get(f"{path}?lang={each}")["ETag"] for each in ("en", "de", "es")}
        assert len(set(tags.values())) == 3
        other = public.get(path, headers={**GERMAN, "if-none-match": tags["en"]})
        assert (other.status_code, other["ETag"]) == (200, tags["de"])
        assert public.get(path, headers={**GERMAN, "if-none-match": tags["de"]}).status_code == 304

    @pytest.mark.parametrize("path", PATHS)
    def test_caches_are_told_what_it_goes_by_and_no_cookie_decides(self, public, path):
        english = public.get(path)
        public.cookies["language"] = "de"
        answer = public.get(path)
        # The widget is a page, and so compressed for those who take that.
        assert answer["Vary"] == english["Vary"] and "Cookie" not in answer["Vary"]
        assert {"Accept-Language"} <= set(answer["Vary"].split(", ")) <= {"Accept-Language", "Accept-Encoding"}
        assert (answer["ETag"], answer.content) == (english["ETag"], english.content)


def test_a_card_is_drawn_once_for_each_language():
    shown = Card("Bob", "Market", Face("94.7", "at_risk", 18, 19, 19, "365 days", 365, "4.8"), "#123456")
    with override("en"):
        english = card(shown)
    with override("de"):
        assert card(shown) != english
    with override("en"):
        assert card(shown) is english
