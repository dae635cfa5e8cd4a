"""Where a comment holds obscene words, plain or disguised, alone or in phrases."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from evidence.folding import fold, without_accents
from evidence.obscenity.disguise import SIGNS, behind_mask, behind_signs, spelled_apart, undisguised
from evidence.obscenity.languages import languages_of
from evidence.obscenity.lexicon import Entry, entries_in, entries_of
from policy.gathered import FoundSpan

KIND: Final = "obscene"
SURE: Final = 0.8
LEAST: Final = 0.5
"""What is less sure than this is not marked."""
DOUBTFUL_LANGUAGE: Final = 0.6
"""How sure at most a word of one language is in a text that may be of several."""

_WORD: Final = re.compile(r"[^\W_]+")
# Vowel signs of India's scripts belong to their words, though Python counts them as no letters.
_INDIC: Final = re.compile("[\u0900-\u0dff]")
_INDIC_WORD: Final = re.compile("(?:(?![_\u0964\u0965])[\\w\u0900-\u0dff])+")
_TRAILING: Final = r"(?:[*#@$%&]{1,14}|[\-_]{2,8})"
_MAY_BE_SIGNED: Final = re.compile(r"[*#@$%&|€¢^~+(<]|[^\W_][!_.\-][^\W_]")
_SIGNED: Final = re.compile(
    rf"(?<![\w*])[$@]?[^\W_][^\W_]{{0,40}}(?:(?:[{SIGNS}]{{1,8}}[^\W_]{{1,40}}){{1,20}}{_TRAILING}?|{_TRAILING})"
    rf"|(?<!\w)[$@][^\W_]{{2,40}}"
)
_MAY_BE_APART: Final = re.compile(r"(?<![^\W_])[^\W_][ \t.\-_*,/|~+]{1,3}[^\W_][ \t.\-_*,/|~+]{1,3}[^\W_](?![^\W_])")
_APART: Final = re.compile(r"(?<![^\W_])[^\W_](?:[ \t.\-_*,/|~+]{1,3}[^\W_](?![^\W_])){2,60}")
_GAP: Final = 4
"""Characters at most between two words of a phrase."""


class Hit(NamedTuple):
    """An obscene word, by characters of the folded text."""

    start: int
    end: int
    confidence: float


class Word(NamedTuple):
    """One word of the folded text."""

    start: int
    end: int
    text: str
    bare: str
    """Without accents."""


class Phrase(NamedTuple):
    """An entry of several words."""

    words: tuple[str, ...]
    entry: Entry


def find_spans(text: str) -> tuple[FoundSpan, ...]:
    """Every obscene word of the text, in its order, none overlapping another, in characters of the original."""
    folded = fold(text)
    bare = without_accents(folded.text)
    word = _INDIC_WORD if _INDIC.search(bare) else _WORD
    words = [Word(*match.span(), match.group(), bare[slice(*match.span())]) for match in word.finditer(folded.text)]
    spoken = _Languages(words)
    hits = [*_phrases(words, spoken), *_plain(words, spoken), *_apart(folded.text)]
    hits += _signed(folded.text, hits)
    if not hits:
        return ()
    innocent = [*_innocent_phrases(words)]
    spans = {}
    for hit in _apart_from_each_other(hits, innocent):
        start, end = folded.span(hit.start, hit.end)
        spans[start] = FoundSpan(start, end, KIND, round(hit.confidence, 2))
    return tuple(spans.values())


class _Languages:
    """The languages of the text, guessed only when a word's meaning hangs on them."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self._known: frozenset[str] | None = None

    def confidence(self, entry: Entry) -> float:
        """How sure the entry is in this text."""
        if not entry.only_in and not entry.not_in:
            return entry.confidence
        if self._known is None:
            self._known = languages_of(word.text for word in self._words)
        if entry.only_in:
            if self._known <= entry.only_in:
                return entry.confidence if self._known else 0.0
            return min(entry.confidence, DOUBTFUL_LANGUAGE) if self._known & entry.only_in else 0.0
        return 0.0 if self._known and self._known <= entry.not_in else entry.confidence


def _plain(words: Iterable[Word], spoken: _Languages) -> Iterator[Hit]:
    for start, end, text, _ in words:
        entries = entries_in(text) or undisguised(text)
        if entries:
            surest = max(entries, key=spoken.confidence)
            inside = text.find(surest.text) if surest.begins_before and not text.isascii() else -1
            if inside >= 0 and _unparted(surest.text):
                start, end = start + inside, start + inside + len(surest.text)
            yield Hit(start, end, spoken.confidence(surest))


def _unparted(text: str) -> bool:
    """Whether it is of a script that writes without blanks, so that the word around it is a whole sentence."""
    return "\u3040" <= text[0] <= "\ud7ff" or "\u3131" <= text[0] <= "\u318f"


def _phrases(words: Sequence[Word], spoken: _Languages) -> Iterator[Hit]:
    for at, end, entry in _matches(words, _listed_phrases("phrases.txt")):
        first, last = entry.marked or (0, end - at)
        yield Hit(words[at + first].start, words[at + last].end, spoken.confidence(entry))


def _innocent_phrases(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    for at, end, _ in _matches(words, _listed_phrases("innocent.txt")):
        yield words[at].start, words[end].end


def _matches(words: Sequence[Word], listed: dict[str, list[Phrase]]) -> Iterator[tuple[int, int, Entry]]:
    for at, word in enumerate(words):
        for phrase in listed.get(word.bare, ()):
            end = at + len(phrase.words) - 1
            if end < len(words) and _stands(words[at : end + 1], phrase):
                yield at, end, phrase.entry


def _stands(words: Sequence[Word], phrase: Phrase) -> bool:
    *first, last = zip(words, phrase.words, strict=True)
    ends = last[0].bare.startswith(last[1]) if phrase.entry.goes_on else last[0].bare == last[1]
    together = all(later.start - word.end <= _GAP for word, later in zip(words, words[1:], strict=False))
    return ends and together and all(word.bare == wanted for word, wanted in first)


@cache
def _listed_phrases(name: str) -> dict[str, list[Phrase]]:
    """The phrases of a list by their first word."""
    by_first: dict[str, list[Phrase]] = {}
    for entry in entries_of(name):
        words = tuple(entry.text.split())
        if len(words) > 1:
            by_first.setdefault(words[0], []).append(Phrase(words, entry))
    return by_first


def _signed(text: str, hits: Sequence[Hit]) -> Iterator[Hit]:
    """Words with signs in them; where something was found without the signs, only what is behind a mask."""
    if not _MAY_BE_SIGNED.search(text):
        return
    taken = bytearray(len(text))
    for hit in hits:
        taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
    for match in _SIGNED.finditer(text):
        chunk = without_accents(match.group())
        found = any(taken[match.start() : match.end()])
        confidence = behind_mask(chunk) if found else behind_signs(chunk)
        if confidence:
            yield Hit(*match.span(), confidence)


def _apart(text: str) -> Iterator[Hit]:
    if not _MAY_BE_APART.search(text):
        return
    for match in _APART.finditer(text):
        places = [place for place in range(*match.span()) if text[place].isalnum()]
        for first, last, confidence in spelled_apart("".join(text[place] for place in places)):
            yield Hit(places[first], places[last - 1] + 1, confidence)


def _apart_from_each_other(hits: Sequence[Hit], innocent: Sequence[tuple[int, int]]) -> list[Hit]:
    """The longest sure one of those that overlap, or else the surest; none inside an innocent phrase."""
    kept: list[Hit] = []
    taken = bytearray(max((hit.end for hit in hits), default=0))
    for hit in sorted(hits, key=lambda hit: (hit.confidence < SURE, hit.start - hit.end, -hit.confidence, hit.start)):
        if hit.confidence < LEAST or any(start <= hit.start and hit.end <= end for start, end in innocent):
            continue
        if not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
            kept.append(hit)
    return sorted(kept)
