"""Sentences that can be said in several languages: English in themselves, and the reader's where they are shown.

Rules, actions and pages say things with `say("It ends in {days}.", days=…)`. What comes back is the English text, so
that it is compared, stored and sent to programs as such; `str()`, f-strings and templates give it in the language that
is spoken at the moment. Pure: who speaks is set from outside (`speak_with`); until then everything is English.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol, Self


class Speaker(Protocol):
    """Knows the language that is spoken at the moment: its words, and how it writes numbers and days."""

    def is_english(self) -> bool: ...
    def words(self, english: str) -> str: ...
    def words_for_number(self, one: str, many: str, number: int) -> str: ...
    def number(self, value: int | float | Decimal | Fraction) -> str: ...
    def fixed(self, value: Decimal, places: int) -> str: ...
    def day(self, value: date) -> str: ...
    def moment(self, value: datetime) -> str: ...


class _English:
    def is_english(self) -> bool:
        return True

    def words(self, english: str) -> str:
        return english

    def words_for_number(self, one: str, many: str, number: int) -> str:
        return one if number == 1 else many

    def number(self, value: int | float | Decimal | Fraction) -> str:
        return f"{value:,}" if isinstance(value, int) else f"{float(value):,.10g}"

    def fixed(self, value: Decimal, places: int) -> str:
        return f"{value:,.{places}f}"

    def day(self, value: date) -> str:
        return f"{value.day} {value:%B %Y}"

    def moment(self, value: datetime) -> str:
        return f"{self.day(value.date())}, {value:%H:%M}"


ENGLISH: Speaker = _English()
_speaker: Speaker = ENGLISH


def speak_with(speaker: Speaker) -> Speaker:
    """From now on sentences are said by this one; the web and the workers set it once, when they start.

    Returns who spoke until now.
    """
    global _speaker
    before, _speaker = _speaker, speaker
    return before


class Said(str):
    """English text that says itself anew in the language of the moment; see the module."""

    def __new__(cls, tell: Callable[..., str], *made_of: Any) -> Self:
        """What `tell(speaker, *made_of)` gives; a function of a module's own, so that it can be copied and kept."""
        made = super().__new__(cls, tell(ENGLISH, *made_of))
        made.parts = (tell, *made_of)
        return made

    parts: tuple[Any, ...]

    def told(self, speaker: Speaker) -> str:
        """In the speaker's language."""
        if speaker.is_english():
            return self[:]
        tell, *made_of = self.parts
        return str(tell(speaker, *made_of))

    def __getnewargs__(self) -> tuple[Any, ...]:
        return self.parts

    def __str__(self) -> str:
        return self.told(_speaker)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


def say(words: str, /, **given: Any) -> Said:
    """A sentence. Its `{names}` are filled with what is given: texts, numbers, days, moments, or other sentences.

    The words are a literal, so that they can be found and translated; braces of their own are doubled.
    """
    return Said(_sentence, words, given)


def say_number(one: str, many: str, number: int, /, **given: Any) -> Said:
    """As `say`, in the form that goes with the number; `{number}` is the number itself."""
    return Said(_numbered, one, many, number, given)


def say_list(items: tuple[str, ...] | list[str], conjunction: str = "and") -> Said:
    """Words as a sentence lists them: "a, b or c". The conjunction is "and" or "or"."""
    return Said(_list, tuple(items), conjunction)


def joined(*sentences: str, by: str = " ") -> Said:
    """Sentences after one another, with a space between; or words with another mark, as after a colon: "a, b, c"."""
    return Said(_joined, tuple(each for each in sentences if each), by)


def _sentence(speaker: Speaker, words: str, given: dict[str, Any]) -> str:
    return _filled(speaker, speaker.words(words), given)


def _numbered(speaker: Speaker, one: str, many: str, number: int, given: dict[str, Any]) -> str:
    return _filled(speaker, speaker.words_for_number(one, many, number), {"number": number, **given})


def _list(speaker: Speaker, items: tuple[str, ...], conjunction: str) -> str:
    said = [_part(speaker, item) for item in items]
    if len(said) == 1:
        return said[0]
    return f"{', '.join(said[:-1])} {speaker.words(conjunction)} {said[-1]}"


def _joined(speaker: Speaker, sentences: tuple[str, ...], by: str) -> str:
    return by.join(_part(speaker, each) for each in sentences)


def _filled(speaker: Speaker, words: str, given: dict[str, Any]) -> str:
    return words.format(**{name: _Given(speaker, value) for name, value in given.items()})


class _Given:
    """What fills a place of a sentence, written as the language writes it; with a format of its own, by that."""

    def __init__(self, speaker: Speaker, value: Any) -> None:
        self.speaker, self.value = speaker, value

    def __format__(self, spec: str) -> str:
        return format(self.value, spec) if spec else _part(self.speaker, self.value)


def _part(speaker: Speaker, value: Any) -> str:
    match value:
        case Said():
            return value.told(speaker)
        case bool():
            return str(value)
        case int() | float() | Decimal() | Fraction():
            return speaker.number(value)
        case datetime():
            return speaker.moment(value)
        case date():
            return speaker.day(value)
        case _:
            return str(value)
