"""Says sentences in the language of the moment with Django's catalogues and its ways to write numbers and days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django.conf import settings
from django.utils import formats, translation
from django.utils.dateformat import format as written_as
from django.utils.dates import MONTHS_3, WEEKDAYS

from policy.saying import ENGLISH

DAYS = {"de": "j. F Y", "es": r"j \d\e F \d\e Y"}


class DjangoSpeaker:
    """The `policy.saying.Speaker` of the web and the workers."""

    def is_english(self) -> bool:
        return (translation.get_language() or "en").startswith("en")

    def words(self, english: str) -> str:
        return translation.gettext(english) if english else english

    def words_for_number(self, one: str, many: str, number: int) -> str:
        return translation.ngettext(one, many, number)

    def number(self, value: int | float | Decimal | Fraction) -> str:
        if self.is_english():
            return ENGLISH.number(value)
        exact = value if isinstance(value, int) else Decimal(f"{float(value):.10g}")
        return formats.number_format(f"{exact:f}" if isinstance(exact, Decimal) else exact, force_grouping=True)

    def fixed(self, value: Decimal, places: int) -> str:
        if self.is_english():
            return ENGLISH.fixed(value, places)
        return formats.number_format(value, decimal_pos=places, force_grouping=True)

    def day(self, value: date) -> str:
        pattern = DAYS.get(translation.get_language() or "")
        return written_as(value, pattern) if pattern else ENGLISH.day(value)

    def moment(self, value: datetime) -> str:
        return f"{self.day(value.date())}, {value:%H:%M}"


SPEAKER = DjangoSpeaker()


def short_month(day: date) -> str:
    """A month where room is short: "Mar 2027"."""
    return f"{_short_month(day.month, translation.get_language())} {day.year}"


def short_day(day: date) -> str:
    """A day where room is short: "1 Mar 2027", in German "1. Mär 2027"."""
    language = translation.get_language()
    return f"{day.day}{'.' if language == 'de' else ''} {_short_month(day.month, language)} {day.year}"


def long_day(day: date) -> str:
    """A day with its name: "Monday 1 March 2027", in German "Montag, 1. März 2027"."""
    weekday = _weekday(day.weekday(), translation.get_language())
    return f"{weekday}{'' if SPEAKER.is_english() else ','} {SPEAKER.day(day)}"


# A long chat names a thousand days; each name is looked up once.
@lru_cache(maxsize=100)
def _short_month(month: int, language: str | None) -> str:
    # Django keeps the short names in small letters, as Spanish writes them.
    name = str(MONTHS_3[month])
    return name if language == "es" else name.capitalize()


@lru_cache(maxsize=100)
def _weekday(number: int, language: str | None) -> str:
    return str(WEEKDAYS[number])


LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


def language_accepted(header: str) -> str:
    """The first language of an Accept-Language header that is spoken here; "" where it asks for none of them."""
    for code, _ in translation.trans_real.parse_accept_lang_header(header):
        if (language := code.split("-")[0]) in LANGUAGES:
            return language
    return ""


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within it sentences are said in that language; an unknown one, or none, is English."""
    with translation.override(language if language in LANGUAGES else "en"):
        yield
