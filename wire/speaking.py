"""Says sentences in the language of the moment with Django's catalogues and its ways to write numbers and days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.conf import settings
from django.utils import formats, translation
from django.utils.dateformat import format as written_as

from policy.saying import ENGLISH

DAYS = {"de": "j. F Y", "es": r"j \d\e F \d\e Y"}
TIMES = {"de": "H:i", "es": "H:i"}


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

    def day(self, value: date) -> str:
        pattern = DAYS.get(translation.get_language() or "")
        return written_as(value, pattern) if pattern else ENGLISH.day(value)

    def moment(self, value: datetime) -> str:
        language = translation.get_language() or ""
        if language not in TIMES:
            return ENGLISH.moment(value)
        return f"{self.day(value.date())}, {written_as(value, TIMES[language])}"


LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within it sentences are said in that language; an unknown one, or none, is English."""
    with translation.override(language if language in LANGUAGES else "en"):
        yield
