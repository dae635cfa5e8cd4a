"""Sentences, numbers and days as Django's catalogues have them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from policy.phrases import (
    criteria_in_words,
    date_in_words,
    fixed,
    hours,
    moment_in_words,
    order_is,
    points,
    recorded_moment,
    share,
)
from policy.saying import say
from policy.terms import Criterion, OrderStatus
from wire.speaking import speaking

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


class TestSpeaking:
    def test_is_english_where_a_language_is_not_spoken(self):
        with speaking("tlh"):
            assert str(say("{n} of {day}", n=1204, day=date(2027, 3, 1))) == "1,204 of 1 March 2027"

    @pytest.mark.parametrize(
        ("language", "said"),
        [("de", "1.204,5 / 1. März 2027"), ("es", "1\xa0204,5 / 1 de marzo de 2027"), ("en", "1,204.5 / 1 March 2027")],
    )
    def test_writes_numbers_and_days_as_each_language_does(self, language, said):
        with speaking(language):
            assert str(say("{n} / {day}", n=Decimal("1204.5"), day=date(2027, 3, 1))) == said


def test_phrases_are_said_in_the_language_that_is_spoken() -> None:
    said = [
        criteria_in_words([Criterion.FULFILMENT, Criterion.COMMUNICATION]),
        date_in_words(NOON),
        moment_in_words(NOON, UTC),
        recorded_moment(NOON),
        order_is(OrderStatus.IN_PROGRESS),
        hours(72),
        share(Fraction("0.995")),
        points(Fraction("0.025")),
        fixed(1234.5, 2),
    ]
    with speaking("de"):
        assert [str(each) for each in said] == [
            "Auftragserfüllung und Kommunikation",
            "1. März 2027",
            "1. März 2027, 12:00 UTC",
            "1. März 2027, 12:00 UTC",
            "in Bearbeitung",
            "3 Tage",
            "99,5 %",
            "2,5 Punkte",
            "1.234,50",
        ]
    assert said[3] == "01 March 2027, 12:00 UTC"
