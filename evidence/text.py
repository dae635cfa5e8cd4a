"""Text as gatherers read it: one form for likeness, and sentences with their places in the original."""

import re
import unicodedata
from dataclasses import replace
from typing import Final, NamedTuple

from evidence.gatherer import Gatherer
from evidence.material import Material
from policy.facts import CommentSentence, RemovalFacts

_SENTENCE_END: Final = re.compile(
    r"""
    [.!?…]+ ["'”’)\]]* (?=\s|$)   # western stops, with the quotes that close after them
    | [。！？।۔؟]+                 # full-width, Hindi, Urdu and Arabic stops need no space after them
    | \n+
    """,
    re.VERBOSE,
)
_NOT_AN_END: Final = re.compile(r"(?:\b(?:mr|mrs|ms|dr|no|nr|st|vs|etc|e\.g|i\.e)|\b\d{1,2})\.$", re.IGNORECASE)


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


def sentences(text: str) -> list[Sentence]:
    """The text cut at its stops and line breaks; what has no letter or number is no sentence."""
    found: list[Sentence] = []
    start = 0
    for stop in _SENTENCE_END.finditer(text):
        just_before = text[max(start, stop.end() - 8) : stop.end()]
        if _NOT_AN_END.search(just_before) and stop.end() < len(text):
            continue
        found += _trimmed(text, start, stop.end())
        start = stop.end()
    return found + _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> list[Sentence]:
    piece = text[start:end]
    if not any(char.isalnum() for char in piece):
        return []
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return [Sentence(start, end, text[start:end])]


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me", "Cf")


def _speaks(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char) in ("Mc", "So", "Sk")


def read(material: Material) -> RemovalFacts:
    """Cut the comment into sentences; which subject each has is left open."""
    facts = material.facts
    cut = tuple(CommentSentence(each.start, each.end) for each in sentences(facts.comment))
    return replace(facts, sentences=facts.sentences or cut)


GATHERER: Final = Gatherer("text", 1, read)
