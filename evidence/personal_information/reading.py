"""A folded comment with the set of its words, by which searches know quickly that they need not look."""

import re
from collections.abc import Set
from dataclasses import dataclass
from typing import Final

from evidence.folding import Folded, fold

_WORD: Final = re.compile(r"[^\W\d_]+")
_DIGIT: Final = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What every search of this package is given."""

    folded: Folded
    words: frozenset[str]
    """Runs of letters, in lower case."""
    numbers: bool
    """Whether there is any digit."""

    @property
    def text(self) -> str:
        """The folded text; all places are places in it."""
        return self.folded.text

    def holds(self, words: Set[str]) -> bool:
        """Whether any of the words is there."""
        return not self.words.isdisjoint(words)

    def ends_with(self, endings: tuple[str, ...]) -> bool:
        """Whether a word ends so."""
        return any(word.endswith(endings) for word in self.words)


def reading_of(text: str) -> Reading:
    """The reading of a comment."""
    folded = fold(text)
    return Reading(folded, frozenset(_WORD.findall(folded.text)), _DIGIT.search(folded.text) is not None)
