"""What the statistical readers look at in a text: its words, their pieces, the lists and themes that know them."""

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple
from zlib import crc32

from evidence.relation.areas import lexicons
from evidence.relation.vocabulary import Lexicon, is_small_word, lexicon

PIECES_FROM: Final = 1 << 17
PLACES: Final = PIECES_FROM * 2
"""Features share so many places, each by its hash: names of words in the first half, pieces of words in the second."""

_NEAR: Final = ("order_words", "feeling_words", "verdict_words")
_FAR: Final = ("elsewhere_words", "private_words")
_LISTS: Final = (*_NEAR, *_FAR, "pointing_words", "person_words", "persons", "insults", "insult_qualities", "things")
_PREFIXES: Final = (4, 6)
_PIECES: Final = (3, 4, 5)
_PIECES_WEIGH: Final = 2.0
_LONGEST_WORD: Final = 20
_VOWELS: Final = frozenset("aeiouyаеиоуыэюяёі")
_ROWS: Final = (
    "asdf",
    "sdfg",
    "dfgh",
    "fghj",
    "ghjk",
    "hjkl",
    "qwer",
    "qwert",
    "zxcv",
    "xcvb",
    "cvbn",
    "yxcv",
    "azerty",
)
_CONSONANTS: Final = re.compile(r"[bcdfghjklmnpqrstvwxz]{7}")
_LENGTHS: Final = 6
_MOST: Final = 3

Features = Mapping[int, float]


class WordSigns(NamedTuple):
    """What one word is, whatever stands around it."""

    features: Features
    near: bool
    """Whether a list of purchases or of judgement has it."""
    far: bool
    """Whether a theme or a list of other subjects has it."""


def place(name: str) -> int:
    """Where a feature of whole words is kept; the same on every machine."""
    return crc32(name.encode()) % PIECES_FROM


def place_of_piece(piece: str) -> int:
    """Where a piece of a word is kept."""
    return PIECES_FROM + place(piece)


def signs_of(word: str) -> WordSigns:
    """The features of one bare word."""
    small = is_small_word(word)
    listed = [name for name in _LISTS if word in lexicon(name)]
    told = () if small else themes_of(word)
    names = ["number" if word.isdigit() else f"word {word}"]
    names += [f"starts {word[:length]}" for length in _PREFIXES if len(word) > length and not word.isdigit()]
    names += [f"list {name}" for name in listed] + [f"theme {name}" for name in told]
    names += ["small"] if small else [] if listed or told else ["unknown"]
    names += ["mash"] if is_mash(word) else []
    found: dict[int, float] = {}
    for name in names:
        found[place(name)] = found.get(place(name), 0.0) + 1.0
    pieces = _pieces(word)
    for at in map(place_of_piece, pieces):
        found[at] = found.get(at, 0.0) + _PIECES_WEIGH / math.sqrt(len(pieces))
    near = not small and any(name in _NEAR for name in listed)
    far = not small and (bool(told) or any(name in _FAR for name in listed))
    return WordSigns(found, near, far)


def whole_places(length: int, near: int, far: int) -> tuple[int, ...]:
    """The features of a whole text: its length, and how many of its words are near and far, each in few steps."""
    steps = min(_LENGTHS, int(math.log2(length) * 1.5)) if length else 0
    return _whole_places(steps, min(near, _MOST), min(far, _MOST))


@cache
def _whole_places(steps: int, near: int, far: int) -> tuple[int, ...]:
    names = (f"length {steps}", f"near {near} far {far}", f"near {min(near, 2)} length {steps}")
    return (*map(place, names), place_of_piece(names[0]))


def features_of(said: Sequence[str]) -> dict[int, float]:
    """The features of a text of these bare words, each word's made smaller the more words there are."""
    signs = [signs_of(word) for word in said]
    share = 1 / math.sqrt(len(said)) if said else 0.0
    found: dict[int, float] = {}
    for each in signs:
        for at, weight in each.features.items():
            found[at] = found.get(at, 0.0) + weight * share
    for at in whole_places(len(said), sum(each.near for each in signs), sum(each.far for each in signs)):
        found[at] = found.get(at, 0.0) + 1.0
    return found


@lru_cache(maxsize=16_384)
def themes_of(word: str) -> tuple[str, ...]:
    """The themes, other than purchases, that the word is of in any language."""
    return tuple(name for name, listed in _themes().items() if word in listed)


@cache
def _themes() -> Mapping[str, Lexicon]:
    return lexicons("themes")


@lru_cache(maxsize=4096)
def is_mash(word: str) -> bool:
    """Whether the word is what hands on a keyboard leave: few letters over and over, no vowel, or keys in a row."""
    if len(word) < 4 or not word.isalpha() or not word.isascii():
        return False
    if len(set(word)) == 1 or not any(char in _VOWELS for char in word):
        return True
    return any(row in word for row in _ROWS) or _CONSONANTS.search(word) is not None


def _pieces(word: str) -> list[str]:
    if word.isdigit():
        return []
    framed = f"<{word[:_LONGEST_WORD]}>"
    return [framed[at : at + size] for size in _PIECES for at in range(len(framed) - size + 1)]
