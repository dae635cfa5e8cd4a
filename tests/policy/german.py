"""A language for tests of the core alone, without the catalogues of the site."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal

from policy.saying import speak_with

GERMAN = {
    "It ends in {days}.": "Es endet in {days}.",
    "and": "und",
    "Late": "Verspätet",
    "Lost": "Verloren",
    "On {day}": "Am {day}",
    "communication": "Kommunikation",
    "in progress": "in Bearbeitung",
    "order fulfilment": "Auftragserfüllung",
    "{number} day": "{number} Tag",
    "{number} days": "{number} Tage",
    "{points} points": "{points} Punkte",
}


class German:
    """Speaks German where it knows the words, writes numbers with points and days with dots."""

    def is_english(self) -> bool:
        return False

    def words(self, english: str) -> str:
        return GERMAN.get(english, english)

    def words_for_number(self, one: str, many: str, number: int) -> str:
        return self.words(one if number == 1 else many)

    def number(self, value) -> str:
        return f"{float(value):,.10g}".replace(",", "'").replace(".", ",").replace("'", ".")

    def fixed(self, value: Decimal, places: int) -> str:
        return f"{value:.{places}f}".replace(".", ",")

    def day(self, value: date) -> str:
        return f"{value:%d.%m.%Y}"

    def moment(self, value: datetime) -> str:
        return f"{value:%d.%m.%Y %H:%M}"


@contextmanager
def speaking_german() -> Iterator[None]:
    before = speak_with(German())
    try:
        yield
    finally:
        speak_with(before)
