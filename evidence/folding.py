"""Text in one plain form, so that a disguised word reads like the word, with the way back to each character."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final, TypeAlias

Table: TypeAlias = Mapping[int, str]

_CONFUSABLES: Final = "confusables.toml"
_REMEMBERED: Final = 128
"""Texts whose plain form is kept, since several gatherers read the same comment."""
_MOST_MARKS: Final = 8
"""Marks on one letter that are still put together with it; more are noise."""
_LONGEST_FORM: Final = 4
"""Characters that one sign may become ("㍿" has four); a ligature of a whole phrase stays as it is."""

_INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_MARKS: Final = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_TO_CLEAN: Final = re.compile(f"[{_INVISIBLE}{_MARKS}]")
_UNSEEN: Final = re.compile(f"[{_INVISIBLE}]")
_LOOSE_MARK: Final = re.compile(f"[{_MARKS}]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")
_OTHER: Final = re.compile("[\u0370-\u03ff\u0400-\u052f\u0531-\u058f]")
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Folded:
    """The plain form of a text, and where each of its characters came from."""

    text: str
    original: str
    _starts: Sequence[int] | None = None
    """Place in the original of each character's first part; None where every place is the same."""
    _ends: Sequence[int] | None = None

    @property
    def in_place(self) -> bool:
        """Whether every character stands where it stood in the original text."""
        return self._starts is None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from `start` to `end` of the plain form stand in the original text."""
        last = len(self.text)
        start, end = min(max(start, 0), last), min(max(end, 0), last)
        if self._starts is None or self._ends is None:
            return start, max(start, end)
        begin = self._starts[start] if start < last else len(self.original)
        return begin, self._ends[end - 1] if end > start else begin


@lru_cache(maxsize=_REMEMBERED)
def fold(text: str) -> Folded:
    """The text in lower case, with compatibility forms (NFKC), digits, quotes and dashes made plain,
    invisible characters and stray marks left out, and letters of another script that pass for Latin ones
    read as such (UTS #39). Words of real Cyrillic, Greek or Armenian stay what they are, accents stay too.

    Quick for ASCII; never raises.
    """
    if text.isascii():
        return Folded(text.lower(), text)
    plain = text.translate(_always())
    starts = ends = None
    if _TO_CLEAN.search(plain) or not unicodedata.is_normalized("NFKC", plain):
        plain, starts, ends = _cleaned(plain)
    if _OTHER.search(plain) and _LATIN.search(plain):
        plain = _one_script(plain)
    return Folded(plain.lower(), text, starts, ends)


def without_accents(text: str) -> str:
    """The same text with bare letters ("ação" becomes "acao"), character for character, so places hold."""
    return text if text.isascii() else "".join([_bare(char) for char in text])


@lru_cache(maxsize=4096)
def _bare(char: str) -> str:
    if char.isascii() or not char.isalpha():
        return char
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isalpha() and ord(base) < 0x0590 else char


def _cleaned(text: str) -> tuple[str, list[int], list[int]]:
    """The text put together letter by letter, with the first and last place of each character."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at, length = 0, len(text)
    while at < length:
        end = at + 1
        while end < length and _goes_on(text[end]):
            end += 1
        piece = _composed(text[at : min(end, at + 1 + _MOST_MARKS)])
        last = end
        while last > at + 1 and _UNSEEN.match(text[last - 1]):
            last -= 1
        pieces.append(piece)
        starts.extend([at] * len(piece))
        ends.extend([last] * len(piece))
        at = end
    return "".join(pieces), starts, ends


@lru_cache(maxsize=4096)
def _goes_on(char: str) -> bool:
    """Whether the character belongs to the letter before it."""
    return not char.isascii() and (unicodedata.combining(char) != 0 or bool(_TO_CLEAN.match(char)))


@lru_cache(maxsize=4096)
def _composed(piece: str) -> str:
    """A letter with its marks as one plain character, or several ("…" has three); "" for what is unseen."""
    if piece.isascii():
        return piece
    whole = unicodedata.normalize("NFKC", _UNSEEN.sub("", piece)).translate(_always())
    return _LOOSE_MARK.sub("", whole) if len(whole) <= _LONGEST_FORM else piece


def _one_script(text: str) -> str:
    """Look-alikes in the words of both scripts, and, in a text of Latin words, whole words of look-alikes."""
    alike, likened = _table("alike"), _table("alike", "likened")
    words = [(match.span(), match.group()) for match in _WORD.finditer(text)]
    foreign = any(
        not _LATIN.search(word) and any(_OTHER.match(char) and ord(char) not in alike for char in word)
        for _, word in words
    )
    chars = list(text)
    for (start, end), word in words:
        if not _OTHER.search(word):
            continue
        if _LATIN.search(word):
            chars[start:end] = _unmixed(word, alike, likened)
        elif not foreign:
            chars[start:end] = word.translate(alike)
    return "".join(chars)


def _unmixed(word: str, alike: Table, likened: Table) -> str:
    """A word of both scripts in the one that it fits, or as it is ("WhatsAppом")."""
    for table in (alike, _table("cyrillic"), likened):
        read = word.translate(table)
        if not (_LATIN.search(read) and _OTHER.search(read)):
            return read
    return word


@cache
def _always() -> Table:
    """Signs that are replaced one for one wherever they stand: the listed ones, digits of every script, and
    the one letter that would grow when lowered."""
    digits = {
        zero + value: str(value)
        for zero in range(0x0660, 0x1FBF1)
        if unicodedata.decimal(chr(zero), -1) == 0
        for value in range(10)
    }
    return {**digits, ord("İ"): "i", **_table("always")}


@cache
def _table(*names: str) -> Table:
    listed = _listed()
    return {ord(sign): letter for name in names for letter, signs in listed[name].items() for sign in signs}


@cache
def _listed() -> Mapping[str, Mapping[str, str]]:
    source = resources.files("evidence").joinpath(_CONFUSABLES)
    return tomllib.loads(source.read_text(encoding="utf-8"))
