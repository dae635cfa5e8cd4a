"""Obscene words in disguise: digits and signs for letters, drawn-out letters, masks, and words spelled apart."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from itertools import groupby
from typing import Final

from evidence.folding import without_accents
from evidence.obscenity.lexicon import LISTED, Entry, entries_in, entries_of

SIGNS: Final = r"*#@$%&!|€¢^~+(<_.\-"
"""Signs that stand for letters, hide them, or part them."""

_LETTER_SIGNS: Final = str.maketrans("013457@$!€|+(¢<8", "oieastasieitcccb")
_OTHER_LETTER_SIGNS: Final = str.maketrans("01!|", "olll")
_CYRILLIC_SIGNS: Final = str.maketrans("0134@", "оизча")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_SIGN: Final = re.compile(f"[{SIGNS}]")
_DRAWN_OUT: Final = re.compile(r"([^\W\d_])\1{2,}")
_DOUBLED: Final = re.compile(r"([^\W\d_])\1")
_DIGITS_IN: Final = re.compile(r"[0134578]")
_MASKS: Final = frozenset("*#@$%&")
"""Signs that hide as many letters as there are, or about so many; others hide one."""
_PARTS: Final = re.compile(f"[{SIGNS}]+|[^{SIGNS}]+")
_FEWEST_LETTERS: Final = 2
_LEAST_VISIBLE: Final = 3
"""Letters of a masked word; with fewer only listed forms count, since names are masked too ("a***b")."""
_MOST_PARTS: Final = 7

_SURE: Final = 0.8
"""Only words that are sure in plain spelling are looked for under a disguise."""
_SURE_WHEN_DOUBLED: Final = 0.95
"""Only words that are as sure as this are believed with a letter written twice ("fuuck")."""
_DISGUISED: Final = 0.95
"""What a disguise leaves of an entry's confidence, though nobody disguises an innocent word."""
_SHORTEST_UNMASKED: Final = 4
_LONGEST_ENDING: Final = 3
"""Letters that may follow an entry in a word whose signs were read as letters or left out."""
LEAST_APART: Final = 0.85
"""How sure a word is that was spelled apart among other letters."""


@lru_cache(maxsize=32_768)
def undisguised(word: str) -> tuple[Entry, ...]:
    """What a word of letters and digits may stand for: "sh1t", "fuuuck"."""
    forms = {form: None for spelled in _digits_read(word) for form in _drawn_in(spelled)}
    forms.pop(word, None)
    found = [entry for form in forms for entry in _sure(form)]
    if not found and _DOUBLED.search(word):
        single = _DOUBLED.sub(r"\1", word)
        found = [entry for entry in _sure(single) if entry.confidence >= _SURE_WHEN_DOUBLED]
    return tuple(found)


@lru_cache(maxsize=8_192)
def behind_signs(chunk: str) -> float:
    """How sure it is that letters and signs stand for an obscene word: "a$$hole", "f.u.c.k", "sch***e"; 0 if not."""
    if sum(map(str.isalpha, chunk)) < _FEWEST_LETTERS:
        return behind_mask(chunk)
    read = {chunk.translate(_LETTER_SIGNS), chunk.translate(_OTHER_LETTER_SIGNS).translate(_LETTER_SIGNS)}
    as_letters = [entry for form in sorted(read) if not _SIGN.search(form) for entry in _sure(form, whole=True)]
    joined = _SIGN.sub("", chunk)
    if len(joined) >= _SHORTEST_UNMASKED:
        as_letters += _sure(joined, whole=True)
    found = [entry.confidence * _DISGUISED for entry in as_letters]
    return max([*found, behind_mask(chunk)])


def spelled_apart(letters: str) -> Iterator[tuple[int, int, float]]:
    """Where, in letters that stood one by one, an obscene word is: from letter, to letter, how sure."""
    read = without_accents(letters.translate(_LETTER_SIGNS))
    whole = _sure(read, whole=True)
    if whole and len(read) >= _SHORTEST_UNMASKED:
        yield 0, len(read), whole[0].confidence * _DISGUISED
        return
    at = 0
    while at <= len(read) - _SHORTEST_UNMASKED:
        sizes = range(min(len(read) - at, 14), _SHORTEST_UNMASKED - 1, -1)
        size = next((size for size in sizes if _spelled(read[at : at + size])), 0)
        if size:
            yield at, at + size, LEAST_APART
        at += size or 1


def _spelled(word: str) -> bool:
    return any(entry.text == word and entry.confidence > LEAST_APART for entry in entries_in(word))


def _digits_read(word: str) -> list[str]:
    """The word, and what its digits stand for where they are fewer than its letters."""
    digits = sum(map(str.isdecimal, word))
    if not digits or digits * 2 > len(word) or not _DIGITS_IN.search(word):
        return [word]
    if _CYRILLIC.search(word):
        return [word.translate(_CYRILLIC_SIGNS)]
    one = word.translate(_LETTER_SIGNS)
    return [one, word.translate(_OTHER_LETTER_SIGNS).translate(_LETTER_SIGNS)]


def _drawn_in(word: str) -> list[str]:
    """The word with each letter that is drawn out once, and twice."""
    if not _DRAWN_OUT.search(word):
        return [word]
    runs = [(letter, len(list(run))) for letter, run in groupby(word)]
    once = "".join(letter * (length if length < 3 else 1) for letter, length in runs)
    twice = "".join(letter * min(length, 2) for letter, length in runs)
    single = "".join(letter for letter, _ in runs)
    return [once, twice, single]


def _sure(word: str, *, whole: bool = False) -> list[Entry]:
    """Entries for which a disguise is believed, only those that are nearly all of the word if it must be `whole`."""
    found = [entry for entry in entries_in(word) if entry.confidence >= _SURE and not entry.only_in]
    if not whole:
        return found
    return [entry for entry in found if word.startswith(entry.text) and len(word) <= len(entry.text) + _LONGEST_ENDING]


def behind_mask(chunk: str) -> float:
    """How sure a masked word is: one of the forms that are read as they stand, or else of its visible letters."""
    form = _SIGN.sub("*", chunk)
    if form in _forms():
        return _forms()[form]
    parts = _PARTS.findall(chunk)
    visible = sum(len(part) for part in parts if part[0].isalnum())
    masks = [part for part in parts if not part[0].isalnum()]
    if visible < _LEAST_VISIBLE or len(parts) > _MOST_PARTS or not parts[0][0].isalnum():
        return 0.0
    plain = any(not set(mask) <= _MASKS for mask in masks)
    if not chunk[-1].isalnum() or (plain and (len(masks) > 1 or len(masks[0]) > 1)):
        return 0.0
    stretch = 0 if plain else 2
    pattern = re.compile("".join(_pattern_of(part, stretch) for part in parts))
    words = _maskable().get(chunk[0], ())
    return max((entry.confidence for entry in words if pattern.fullmatch(entry.text)), default=0) * _DISGUISED


def _pattern_of(part: str, stretch: int) -> str:
    """Letters as they are; a mask for as many letters as signs, or, where much is visible, some more or fewer."""
    if part[0].isalnum():
        return part
    least = 1 if stretch else len(part)
    return rf"[^\W\d_]{{{least},{len(part) + stretch}}}"


@cache
def _maskable() -> dict[str, tuple[Entry, ...]]:
    by_first: dict[str, list[Entry]] = {}
    for entry in entries_of("masked.txt"):
        by_first.setdefault(entry.text[0], []).append(entry)
    return {first: tuple(entries) for first, entries in by_first.items()}


@cache
def _forms() -> dict[str, float]:
    lines = (resources.files("evidence.obscenity") / "masks.txt").read_text(encoding="utf-8").splitlines()
    read = (line.split() for line in lines if line and not line.startswith("#"))
    return {without_accents(form): float(*sure or (LISTED,)) for form, *sure in read}
