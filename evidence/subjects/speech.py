"""A comment as words with their places, and the languages that it may be in."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final, NamedTuple

from evidence.folding import fold
from evidence.subjects.lexicon import languages, plain, plain_word
from evidence.subjects.matching import readers

_WORD: Final = re.compile(r"[^\W_]+(?:['’]t\b)?")
_BREAK: Final = re.compile(r"[,;:()–—|/&+•·*]|\s-+\s|\.\.")
_DRAWN_OUT: Final = re.compile(r"(\D)\1\1+")
_REMEMBERED: Final = 50_000
"""Words whose plain forms are kept."""
_NEARLY: Final = 0.7
"""A language counts that knows at least this part of what the best one knows."""
_SMALL_WORD: Final = 2
"""A function word says more of a language than a word of its lists, which may be a loan."""


class Word(NamedTuple):
    """A word of the comment: its place in the original, its plain form, and whether a comma stands before it."""

    start: int
    end: int
    plain: str
    breaks: bool


def words_of(comment: str) -> list[Word]:
    """Every word, in order."""
    folded = fold(comment)
    text, in_place = folded.text, folded.in_place
    words: list[Word] = []
    before = 0
    for match in _WORD.finditer(text):
        first, beyond = match.span()
        between = text[before:first]
        breaks = between != " " and bool(words) and bool(_BREAK.search(between))
        start, end = (first, beyond) if in_place else folded.span(first, beyond)
        words.append(Word(start, end, _compared(match.group()), breaks))
        before = beyond
    return words


def spoken_in(words: Iterable[Word]) -> frozenset[str]:
    """The languages that the words may be of: those that know the most of them, or all."""
    counts = dict.fromkeys(languages(), 0)
    for word in words:
        for code in speakers(word.plain):
            counts[code] += _SMALL_WORD
        for code in readers(word.plain):
            counts[code] += 1
    least = max(counts.values()) * _NEARLY
    return frozenset(code for code, count in counts.items() if count >= least)


@lru_cache(maxsize=_REMEMBERED)
def speakers(word: str) -> tuple[str, ...]:
    """The languages that have this as a function word."""
    return _by_function_word().get(word, ())


def telling_words(text: str) -> frozenset[str]:
    """The plain words of a title that name something."""
    return frozenset(word for word in re.findall(r"[^\W_]{4,}", plain(text)) if not speakers(word))


@lru_cache(maxsize=_REMEMBERED)
def _compared(word: str) -> str:
    """A word as the lists write it; "soooo" as "so"."""
    return _DRAWN_OUT.sub(r"\1", plain_word(word).replace("'", "").replace("’", ""))


@cache
def _by_function_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for code, language in languages().items():
        for word in language.function:
            found[word] = (*found.get(word, ()), code)
    return found
