"""Components say their own words in the reader's language, with its numbers and days."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string

from policy.saying import say
from wire.speaking import speaking

AT = datetime(2027, 5, 4, 12, 0, tzinfo=UTC)


def shown(component: str, language: str, **given: object) -> str:
    """The text of a component as a page in that language shows it."""
    with speaking(language):
        page = render_to_string(f"components/{component}.html", given)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


class TestReviewCard:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            (
                "en",
                ("A buyer", "Order finished", ", edited 4 May 2027", "4.5 of 5 stars", "Report as illegal"),
            ),
            ("de", ("Ein Käufer", "Bestellung abgeschlossen", "geändert am", "4,5 von 5 Sternen", "Als rechtswidrig")),
            (
                "es",
                ("Un comprador", "Pedido finalizado", "modificada el", "4,5 de 5 estrellas", "Notificar como"),
            ),
        ],
    )
    def test_speaks_the_language_of_the_page(self, language, words):
        card = shown(
            "review_card",
            language,
            at=AT,
            edited_at=AT,
            order_outcome=say("Order finished"),
            criteria=[{"label": "", "value": 4.5}],
            report_href="/r",
        )
        assert [each for each in words if each not in card] == []

    def test_leaves_no_english_on_a_struck_review_in_german(self):
        card = shown("review_card", "de", status="struck", author="Ida B.", comment="Zu spät.")
        assert "Vom Marktplatz durchgestrichen. Sie zählt in keiner Quote." in card


class TestRate:
    def test_writes_figures_as_the_language_writes_them(self):
        given = {"value": "94.9", "positive": 1212, "total": 1277, "window": say("all time"), "target": "95"}
        assert "94,9 % positiv 1.212 von 1.277 Bewertungen aller Zeiten" in shown("rate", "de", **given)
        assert "94.9 % positive 1,212 of 1,277 ratings of all time" in shown("rate", "en", **given)

    def test_keeps_the_points_of_its_drawing(self):
        with speaking("de"):
            assert 'width="108.0"' in render_to_string("components/stars.html", {"value": "4.5"})


class TestCountLine:
    def test_brings_the_words_that_the_script_goes_on_with(self):
        with speaking("es"):
            line = render_to_string("components/count_line.html", {"id": "id_body", "maxlength": 500})
        assert ">Hasta 500 caracteres<" in line
        assert 'data-left="Quedan {number} caracteres" data-left-one="Queda {number} carácter"' in line
        assert 'data-over="Sobran {number} caracteres" data-over-one="Sobra {number} carácter"' in line


class TestBell:
    @pytest.mark.parametrize(
        ("count", "many", "words"),
        [(0, False, "keine ungelesen"), (1, False, "1 ungelesen"), (99, True, "mehr als 99 ungelesen")],
    )
    def test_counts_aloud(self, count, many, words):
        assert f"Mitteilungen, {words}" in shown("bell", "de", href="/n", count=count, many=many)
