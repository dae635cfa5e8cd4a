"""The words of a text in one plain form, with their places in the original."""

import re
import unicodedata
from typing import Final, NamedTuple

from evidence.folding import fold

_MARK: Final = "\0"
"""Stands for a mark on the letter before it, so that the plain form keeps every place."""
_RUN: Final = re.compile(r"\S+")
_ALONE: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Japanese kana
    (0x3400, 0x9FFF),  # Chinese characters
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
"""Scripts that leave no space between words: each of their characters counts as one."""


class Word(NamedTuple):
    """One word, and its place in the original text in characters."""

    form: str
    start: int
    end: int


class _Plainly(dict[int, str]):
    """For each character the one that it is read as: a bare letter, a number, a symbol; a space for the rest."""

    def __missing__(self, code: int) -> str:
        read = _read_as(chr(code))
        if len(self) < 4096:
            self[code] = read
        return read


def plain(text: str) -> str:
    """One form for texts that read the same, whatever their case, accents, look-alike letters, marks, punctuation
    and spaces; letters and numbers of every script stay, and so do emoji, which may be all there is."""
    return " ".join(_same_places(fold(text).text).replace(_MARK, "").split())


def words(text: str) -> list[Word]:
    """The words of the plain form in their order."""
    folded = fold(text)
    found = []
    for run in _RUN.finditer(_same_places(folded.text)):
        for start, end in _pieces(run.group(), run.start()):
            form = run.group()[start - run.start() : end - run.start()].replace(_MARK, "")
            if form:
                found.append(Word(form, *folded.span(start, end)))
    return found


def _same_places(folded: str) -> str:
    return folded.translate(_PLAINLY)


def _pieces(run: str, at: int) -> list[tuple[int, int]]:
    """A run of letters is one word, save in scripts without spaces."""
    if run.isascii() or not any(_stands_alone(char) for char in run):
        return [(at, at + len(run))]
    cuts = [0, *(place for place in range(1, len(run)) if _cut_before(run, place)), len(run)]
    return [(at + start, at + end) for start, end in zip(cuts, cuts[1:], strict=False)]


def _cut_before(run: str, place: int) -> bool:
    return run[place] != _MARK and (_stands_alone(run[place]) or _stands_alone(run[place - 1]))


def _stands_alone(char: str) -> bool:
    return any(low <= ord(char) <= high for low, high in _ALONE)


def _read_as(char: str) -> str:
    if char == _MARK:
        return " "
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf"):
        return _MARK
    if char.isalnum():
        base = unicodedata.normalize("NFKD", char)[0]
        return base.lower()[0] if base.isalnum() else char
    return char if category in ("Mc", "So", "Sk") and not char.isascii() else " "


_PLAINLY: Final = _Plainly()
