"""A message's words without reading it, and whether one of them can belong to a phrase about feedback.

Most messages of a chat speak of nothing that matters. A phrase can only stand where its rarest word stands, so that
one look for those words tells which few messages are to be read in full.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache, lru_cache
from itertools import chain
from typing import Final

from evidence.demands.feedback import ANCHORS
from evidence.demands.lexicon import GAP, LANGUAGES, NUMBER, SHARED, Lexicon, languages_of, lexicon, phrases
from evidence.demands.tokens import SPELLED_OUT, elided, is_spelled_out, plain, tokens
from evidence.folding import fold
from policy import inducement

SPOKEN_OF: Final = (*ANCHORS, "change")
"""Sections of words for feedback itself, and for what may become of it."""
LEVERS: Final = (*SPOKEN_OF, "hint", "lever", "public", "proud")
"""Words of feedback or that hint at it: however demands are put, one of them is there."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’`´\d@$][^\W\d_]+)*")
_ASCII_WORD: Final = re.compile(r"[a-z]+(?:['`\d@$][a-z]+)*")
_OUT_OF_THE_ORDINARY: Final = re.compile(r"[⭐★🌟✭✮☆✩⋆*/%\"“„«‘>]|out of")
"""Stars, shares and quotes, which only reading in full tells apart."""
_LONG: Final = 3_000
_BITS: Final = 32
_MASK: Final = (1 << _BITS) - 1


_IN_EVERY_NAME: Final = (
    *("review", "star", "rating", "rate", "feed", "testimonial", "positive", "negative", "neutral", "comment"),
    *("opinion", "vote", "bewertung", "rezension", "reseña", "valoraci", "calificaci", "avaliaç", "recension"),
    *("отзыв", "★", "⭐", "🌟"),
)
"""One of these stands wherever `policy.inducement` finds a name for feedback; to look for them is far quicker."""


class Weight(IntEnum):
    """What a word can belong to."""

    NOTHING = 0
    HINT = 1
    FEEDBACK = 2


def words_of(text: str) -> Sequence[str]:
    """The message's words, not yet plain; those of an unusual message as tokens tell them."""
    folded = fold(text).text
    if len(folded) < _LONG and not _OUT_OF_THE_ORDINARY.search(folded):
        words = (_ASCII_WORD if folded.isascii() else _WORD).findall(folded)
        if [len(word) for word in words].count(1) < SPELLED_OUT or not is_spelled_out(folded):
            return words
    return [token.text for token in tokens(text)]


@lru_cache(maxsize=10_000)
def names_feedback(text: str) -> bool:
    """Whether the message names feedback, as the policy reads it."""
    lowered = text.lower()
    return any(part in lowered for part in _IN_EVERY_NAME) and inducement.names_feedback(text) is not None


@lru_cache(maxsize=50_000)
def vote(word: str) -> int:
    """One for each language that knows the word, side by side in one number, so that votes can be summed."""
    return sum(1 << _BITS * LANGUAGES.index(name) for part in _parts(word) for name in languages_of(part))


def counted(votes: int) -> dict[str, int]:
    """Summed votes by language."""
    return {name: votes >> _BITS * number & _MASK for number, name in enumerate(LANGUAGES)}


@lru_cache(maxsize=100_000)
def weight(word: str, language: str) -> Weight:
    """What the word, or the one that it is a typing error of, can belong to in a language."""
    return max(_keys(language).weight(part) for part in _parts(word))


def _parts(word: str) -> Sequence[str]:
    head, rest = elided(word)
    return (plain(head), plain(rest)) if head else (plain(rest),)


@dataclass(slots=True)
class _Keys:
    """The rarest word of each phrase, by how it is written in the list."""

    known: Lexicon
    exact: dict[str, Weight] = field(default_factory=dict)
    stems: dict[str, Weight] = field(default_factory=dict)
    endings: dict[str, Weight] = field(default_factory=dict)

    def add(self, word: str, weight: Weight) -> None:
        """Put a key where it is looked for."""
        kept = self.stems if word.endswith("*") else self.endings if word.startswith("*") else self.exact
        bare = word.strip("*")
        kept[bare] = max(weight, kept.get(bare, Weight.NOTHING))

    def weight(self, word: str) -> Weight:
        """The most that a plain word can belong to."""
        found = max(self._weights(word))
        if not found and (meant := self.known.meant_by(word)):
            return max(self._weights(meant))
        return found

    def _weights(self, word: str) -> Iterator[Weight]:
        yield self.exact.get(word, Weight.NOTHING)
        for length in range(1, len(word) + 1):
            yield self.stems.get(word[:length], Weight.NOTHING)
            yield self.endings.get(word[-length:], Weight.NOTHING)


@cache
def _keys(language: str) -> _Keys:
    keys = _Keys(lexicon(language))
    every = [*phrases(SHARED), *phrases(language)]
    common = {word for section, words in every if section == "common" for word in words}
    for section, words in every:
        if section in LEVERS:
            said = [word for word in words if word not in (GAP, NUMBER)]
            rarest = max(said, key=lambda word: (word.strip("*").isalpha(), word not in common, len(word)))
            keys.add(rarest, Weight.FEEDBACK if section in SPOKEN_OF else Weight.HINT)
    return keys


@dataclass
class Vocabulary:
    """Every word of a side, so that each is weighed once for each language."""

    lines: Sequence[Sequence[str]]
    _keys: dict[tuple[str, Weight], frozenset[str]] = field(default_factory=dict)

    def has(self, number: int, language: str, least: Weight) -> bool:
        """Whether a line has a word that can belong to so much."""
        key = language, least
        if key not in self._keys:
            every = set(chain.from_iterable(self.lines))
            self._keys[key] = frozenset(word for word in every if weight(word, language) >= least)
        return not self._keys[key].isdisjoint(self.lines[number])
