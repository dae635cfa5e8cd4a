"""A clause as numbers for the second reader: which words and parts of words it has, and what the lists say of it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from zlib import crc32

from evidence.subjects.lexicon import CONTEXT, FEELING, LABELS
from evidence.subjects.matching import Hit

BUCKETS: Final = 1 << 15
"""Places that words and their parts are hashed to."""
_LISTED: Final = tuple(sorted(LABELS))
_SURE: Final = 1.5
"""From this weight on an entry of the lists tells more than it hints."""
_LISTED_AT: Final = BUCKETS
SIZE: Final = BUCKETS + 2 * len(_LISTED) + 1
"""Every feature: the hashed ones, each label as hinted and as told, and whether the lists know anything at all."""

_PARTS: Final = (3, 4, 5)
"""Lengths of the parts of a word, so that inflections and slips of the finger read alike."""
_PART: Final = 0.4
_SKIP: Final = 0.6
_LISTED_WEIGHT: Final = 1.5
_MOST_OFTEN: Final = 2
"""An entry that is found oftener says no more."""
_EDGE: Final = "^"


class Features(NamedTuple):
    """Places among all features, with the value of each; a place may come twice."""

    places: tuple[int, ...]
    values: tuple[float, ...]


@lru_cache(maxsize=20_000)
def of_word(word: str) -> Features:
    """A word and its parts."""
    framed = f"<{word}>"
    parts = [framed[at : at + length] for length in _PARTS for at in range(len(framed) - length + 1)]
    return Features(
        (_bucket("w", word), *(_bucket("p", part) for part in parts)),
        (1.0, *(_PART for _ in parts)),
    )


def of_pairs(words: Sequence[str]) -> Features:
    """Words that stand together, and those with one between; the edges of the clause count as words."""
    framed = [word.encode() for word in (_EDGE, *words, _EDGE)]
    together = [crc32(b"b%b %b" % pair) % BUCKETS for pair in zip(framed, framed[1:], strict=False)]
    apart = [crc32(b"s%b %b" % pair) % BUCKETS for pair in zip(framed, framed[2:], strict=False)]
    return Features((*together, *apart), (1.0,) * len(together) + (_SKIP,) * len(apart))


def of_lists(found: Sequence[Hit]) -> Features:
    """What the word lists say of the clause."""
    if not found:
        return Features((SIZE - 1,), (1.0,))
    counts: dict[int, int] = {}
    for hit in found:
        told = hit.weight >= _SURE or hit.label in (FEELING, CONTEXT)
        place = _LISTED_AT + 2 * _LISTED.index(hit.label) + told
        counts[place] = min(counts.get(place, 0) + 1, _MOST_OFTEN)
    return Features(tuple(counts), tuple(_LISTED_WEIGHT * count for count in counts.values()))


def scale(words: Sequence[str]) -> float:
    """What the values of words are multiplied with, so that long clauses do not shout."""
    return float(max(1, len(words)) ** -0.5)


def _bucket(kind: str, text: str) -> int:
    return crc32(f"{kind}{text}".encode()) % BUCKETS
