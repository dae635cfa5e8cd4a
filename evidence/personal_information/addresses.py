"""Street addresses and post codes with towns, as many countries write them."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from evidence.folding import Folded
from evidence.personal_information.address_forms import CODE_AND_TOWN, DUTCH_CODE, TOWN, UK_CODE, forms
from evidence.personal_information.reading import Reading
from evidence.personal_information.vocabulary import any_of, letters_of, words

_MAY_BE_A_CODE: Final = re.compile(r"[0-9]{4}|[0-9]{2}-[0-9]{3}|[a-z][0-9][a-z0-9]?\s[0-9][a-z]{2}")
_BEFORE: Final = 40
"""Characters in which a word for living somewhere counts."""


def street_addresses(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where addresses stand, with the post code and town that follow."""
    for match in _streets(reading):
        if not _counts(reading.text, match.end()) and not _numbered(reading.text, match.start()):
            yield _from_name(reading.folded, match), _with_town(reading.text, match.end())
    yield from _towns(reading)


def _streets(reading: Reading) -> Iterator[re.Match[str]]:
    folded, text = reading.folded, reading.text
    for form in forms("plain"):
        yield from (match for match in form.find(reading) if _may_be_a_name(match.group()))
    for form in forms("capital"):
        yield from (match for match in form.find(reading) if _is_named(folded, match) or _told(text, match.start()))
    for form in forms("told"):
        for match in form.find(reading):
            town = TOWN.match(text, match.end()) is not None and _capital(folded, match.start("called"))
            if town or _told(text, match.start()):
                yield match
    if reading.holds(letters_of("addresses", "addressed")):
        yield from _right_after_a_word(reading)


def _right_after_a_word(reading: Reading) -> Iterator[re.Match[str]]:
    for before in _addressed().finditer(reading.text):
        for form in forms("addressed"):
            match = form.pattern.match(reading.text, before.end())
            if match is not None and _is_named(reading.folded, match) and _may_be_a_name(match.group()):
                yield match


def _towns(reading: Reading) -> Iterator[tuple[int, int]]:
    folded, text = reading.folded, reading.text
    if not _MAY_BE_A_CODE.search(text):
        return
    for form in forms("town"):
        for match in form.find(reading):
            if "called" not in match.groupdict() or _is_named(folded, match):
                yield match.span()
    for match in UK_CODE.finditer(text):
        if _all_capitals(folded, *match.span()) or _told(text, match.start()):
            yield match.span()
    for match in DUTCH_CODE.finditer(text):
        if _all_capitals(folded, *match.span("letters")) and _is_named(folded, match):
            yield match.span()
    for match in CODE_AND_TOWN.finditer(text):
        if _is_named(folded, match) and _told(text, match.start()):
            yield match.span()


def _from_name(folded: Folded, match: re.Match[str]) -> int:
    """Where the address begins, without words before it that are written small ("adresi Gül Sokak 5")."""
    first = match.group().split(" ", 1)[0]
    if first in words("addresses", "context") and not _capital(folded, match.start()):
        return match.start() + len(first) + 1
    return match.start()


def _with_town(text: str, end: int) -> int:
    match = TOWN.match(text, end)
    return match.end() if match else end


def _counts(text: str, end: int) -> bool:
    """Whether the number that ends there counts something and is no house's."""
    return bool(_counted().match(text, end))


def _numbered(text: str, start: int) -> bool:
    """Whether the number at the start is that of a level, a season or another thing."""
    before = text[max(0, start - _BEFORE) : start].split()
    return bool(before) and before[-1] in words("handles", "numbered")


def _may_be_a_name(said: str) -> bool:
    several = set(said.replace(".", " ").split())
    return not several & (words("addresses", "no_house") | words("addresses", "no_street"))


def _is_named(folded: Folded, match: re.Match[str]) -> bool:
    """Whether its name is written like a name, and is none of a parcel service or a count."""
    return _may_be_a_name(match["called"]) and _capital(folded, match.start("called"))


def _capital(folded: Folded, place: int) -> bool:
    """Whether a capital letter stands there, in a text that is not all capitals."""
    start, end = folded.span(place, place + 1)
    return folded.original[start:end].isupper() and not folded.original.isupper()


def _all_capitals(folded: Folded, start: int, end: int) -> bool:
    begin, end = folded.span(start, end)
    return folded.original[begin:end].isupper()


def _told(text: str, start: int) -> bool:
    """Whether a word for living somewhere stands before."""
    return bool(_living().search(text[max(0, start - _BEFORE) : start]))


@cache
def _living() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of('addresses', 'context')}(?!\w)")


@cache
def _addressed() -> re.Pattern[str]:
    """A word for an address or for living at one, up to what it names."""
    joining = any_of("addresses", "joining")
    return re.compile(
        rf"(?<!\w){any_of('addresses', 'addressed')}\s{{0,2}}[:=-]?\s{{0,2}}(?:{joining}\s{{1,2}}){{0,2}}"
    )


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(rf"\s{{0,2}}{any_of('addresses', 'counted')}(?!\w)")
