"""Text as gatherers read it: one form for likeness, and sentences with their places in the original."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

_SENTENCE_END: Final = re.compile(
    r"""
    [.!?…]{1,99} ["'”’»)\]]{0,9} (?=\s|$)   # western stops, with the quotes that close after them
    | (?<=[a-zà-ÿа-я]) [.!?…]{1,99} (?=[A-ZÀ-ÞА-Я])   # no space after the stop, but a capital
    | [!?]{1,99} (?=\w)                     # nothing else is written so
    | [。！？।۔؟]{1,99}                      # full-width, Hindi, Urdu and Arabic stops need no space after them
    | [\u2600-\u27bf\U0001f300-\U0001faff\ufe0f\u200d\U0001f3fb-\U0001f3ff]{1,99} (?=\s|$)   # emoji end like stops
    | \s (?=[•·▪●◦‣⁃✓✗] \s)                   # the next entry of a list
    | \n{1,99}
    """,
    re.VERBOSE,
)
_NOT_AN_END: Final = re.compile(
    r"""
    (?: (?<!\w) (?: mrs? | ms | dr | prof | no | nr | st | vs | etc | approx | incl | e\.g | i\.e | a\.m | p\.m
        | z\.\s?b | bzw | ca | usw | ggf | inkl | bspw | evtl                # German
        | sra? | ud | uds | aprox | núm | pág | p\.\s?ej | p\.\s?ex           # Spanish, Portuguese
        | mme | mlle | env | max | min                                      # French
        | sig | dott | ecc | art                                            # Italian
        | bijv | o\.a | d\.w\.z | m\.a\.w                                   # Dutch
        | np | tzw | godz | ul | itp | itd | tel                       # Polish
        | т\.\s?[дпе] | руб | шт | ул | г | см | мес                        # Russian
        | vb | vs | örn | yak                                               # Turkish
      )
    | \b\d{1,2} | (?<!\w) [^\W\d_] ) \.$   # numbers of an order, letters of a name
    """,
    re.IGNORECASE | re.VERBOSE,
)
_FARTHEST_BACK: Final = 9
"""Characters before a stop that an abbreviation may have."""
_MARKS: Final = ("Mn", "Me", "Cf")
_REMEMBERED: Final = 128
"""Texts whose sentences are kept, since several gatherers read the same comment."""


class Sentence(NamedTuple):
    """One sentence and its place in the text, in characters."""

    start: int
    end: int
    text: str


def normalised(text: str) -> str:
    """One form for texts that read the same: compatibility characters, case, marks, punctuation, spaces.

    Letters and numbers of every script stay, and so do symbols such as emoji, which may be all there is.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = ("" if _is_mark(char) else char if _speaks(char) else " " for char in folded)
    return " ".join("".join(kept).split())


@lru_cache(maxsize=_REMEMBERED)
def sentences(text: str) -> Sequence[Sentence]:
    """The text cut at its stops, emoji, list marks and line breaks; what has no letter or number is no sentence."""
    found: list[Sentence] = []
    start = 0
    for stop in _SENTENCE_END.finditer(text):
        just_before = text[max(start, stop.end() - _FARTHEST_BACK) : stop.end()]
        if just_before.endswith(".") and stop.end() < len(text) and _NOT_AN_END.search(just_before):
            continue
        found += _trimmed(text, start, stop.end())
        start = stop.end()
    return (*found, *_trimmed(text, start, len(text)))


def _trimmed(text: str, start: int, end: int) -> list[Sentence]:
    piece = text[start:end]
    if not any(char.isalnum() for char in piece):
        return []
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return [Sentence(start, end, text[start:end])]


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in _MARKS


def _speaks(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char) in ("Mc", "So", "Sk")
