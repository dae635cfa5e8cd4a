"""Pages about feedback in German and Spanish: the same figures in other words, and never two languages on one page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from feedback.jobs.recompute_rate import recompute_rate
from tests.cast import NOW, browser, make_cast
from tests.feedback.standing import FIVES, ONES, posted, standing
from tests.feedback.test_pages_reviews import text

GERMAN, SPANISH, ENGLISH = ({"accept-language": each} for each in ("de", "es", "en"))
# Coordinates and sizes of drawings are numbers for programs.
DRAWN = re.compile(r'\s(?:x|y|x1|x2|y1|y2|width|height|viewBox)="[^"]*\d,\d')


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def cast(db):
    """Whose seller has 18 good ratings and a bad one with words."""
    cast = make_cast()
    with cast.inside():
        for number in range(18):
            posted(cast, stars=FIVES, at=NOW - timedelta(days=3, minutes=number * 10))
        cast.bad = posted(cast, stars=ONES, comment="Slow and rude.", at=NOW - timedelta(hours=2))
    recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=NOW)
    return cast


@pytest.fixture
def seller(cast):
    return browser(cast.tenant, cast.bob)


class TestSellersPage:
    def test_says_its_figures_in_the_readers_language(self, seller):
        shown = text(seller.get("/sellers/bobs-store", headers=GERMAN))
        assert "18 positive von 19 positiven und negativen. Das macht 94,7 % der Bewertungen in 365 Tagen" in shown
        assert "zwischen 75,3 % und 99,1 % (Wilson-Intervall, 95 %)" in shown
        assert "19 Bewertungen, neueste zuerst" in shown

    def test_keeps_the_figures_of_each_language_by_themselves(self, seller):
        for headers, said in (
            (ENGLISH, "Rate by period"),
            (GERMAN, "Quote nach Zeitraum"),
            (SPANISH, "Índice por periodo"),
        ):
            for _ in range(2):
                assert said in text(seller.get("/sellers/bobs-store", headers=headers))

    def test_draws_each_review_in_each_language(self, seller):
        assert "Order fulfilment" in text(seller.get("/sellers/bobs-store", headers=ENGLISH))
        german = text(seller.get("/sellers/bobs-store", headers=GERMAN))
        assert "Auftragserfüllung" in german and "Order fulfilment" not in german
        assert "Slow and rude." in german

    def test_is_shared_with_a_sentence_in_its_language(self, seller):
        page = seller.get("/sellers/bobs-store", headers=SPANISH).content.decode()
        assert 'property="og:description" content="94,7 % positivas, 18 de 19 valoraciones en 365 días."' in page
        # What programs read stays as programs read it.
        assert re.search(r'"ratingValue": ?"4\.8"', page)

    def test_filters_by_the_same_names(self, seller):
        shown = text(seller.get("/sellers/bobs-store?sentiment=negative", headers=GERMAN))
        assert "1 Bewertung, neueste zuerst" in shown


class TestCauses:
    def test_says_what_was_named_most(self, seller):
        shown = text(seller.get("/selling/causes", headers=GERMAN))
        assert "In den letzten 12 Monaten war 1 von 19 Bewertungen negativ." in shown

    @pytest.mark.parametrize("path", ["/selling/causes", "/sellers/bobs-store", "/badge/bobs-store.svg"])
    def test_draws_with_points_and_not_with_commas(self, seller, path):
        assert not DRAWN.search(seller.get(path, headers=GERMAN).content.decode())


class TestAReview:
    def test_tells_its_history(self, cast):
        with cast.inside():
            review = standing(cast, "struck", comment="Take care.")
        shown = text(browser(cast.tenant, cast.alice).get(f"/reviews/{review.pk}", headers=GERMAN))
        assert "Durch eine Entscheidung durchgestrichen" in shown
        assert "Struck" not in shown

    def test_says_to_its_author_that_it_is_withdrawn(self, cast):
        alice = browser(cast.tenant, cast.alice)
        answer = alice.post(
            f"/reviews/{cast.bad.pk}/withdraw", {"version": cast.bad.version}, headers=SPANISH, follow=True
        )
        assert "Has retirado tu valoración. Ya no cuenta en ningún índice." in text(answer)

    def test_refuses_in_the_language_of_the_form(self, cast, seller):
        answer = seller.post(f"/reviews/{cast.bad.pk}/response", {"body": ""}, headers=GERMAN)
        assert answer.status_code == 422
        assert "Ihre Antwort: Bitte schreiben Sie Ihre Antwort." in text(answer)
