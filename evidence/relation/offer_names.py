"""Offers that a comment names, by the words that set each title apart from the others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from evidence.relation.vocabulary import Word, bare, is_small_word, lexicon, words

_ALIKE: Final = 88.0
"""Likeness of two words, 0 to 100, from which one is the other with a slip or another ending."""
_SHORTEST_FORGIVING: Final = 5
"""Shorter words must be the same: "cap" is no slip of "cup"."""
_SEVERAL: Final = 100.0
_ONLY_ONE: Final = 92.0
"""One telling word of a title with few of them names it; one of a long title does not."""
_ONE_OF_MANY: Final = 80.0
_FEW: Final = 3
_STEM: Final = 5
"""Words that begin alike do not tell two titles apart."""
_APART: Final = 60
"""Characters between words of a title within which they name it together."""


@dataclass(frozen=True, slots=True)
class Name:
    """An offer that the comment names, by its place in the bare text."""

    at: int
    until: int
    order_id: str
    likeness: float


@lru_cache(maxsize=1024)
def telling_words(title: str) -> tuple[str, ...]:
    """The words of a title that say what is sold; of "for …" only what comes before it."""
    found: dict[str, None] = {}
    before: Word | None = None
    for word in words(title):
        if word.text in _FOR and found:
            break
        if not says_little(word.text):
            found[word.text] = None
            if before and bare(title)[before.end : word.start] == "-":
                found[before.text + word.text] = None  # "T-shirt" is written "tshirt" too
        before = word
    return tuple(found)


_FOR: Final = frozenset({"for", "fur", "para", "pour", "per", "voor", "dla", "для", "icin", "compatible"})


def names(comment: str, titles: Mapping[str, str]) -> tuple[Name, ...]:
    """The offers of `titles` (by order id) that the comment names.

    Only words that one title has and no other are looked for: what two orders have in common tells neither.
    """
    return _names(comment, tuple(titles.items()))


@lru_cache(maxsize=64)
def _names(comment: str, titles: tuple[tuple[str, str], ...]) -> tuple[Name, ...]:
    said = [word for word in words(comment) if not is_small_word(word.text)]
    owners: dict[str, set[str]] = {}
    for _, title in titles:
        for word in telling_words(title):
            owners.setdefault(word[:_STEM], set()).add(title)
    found: list[Name] = []
    for order_id, title in titles:
        telling = [word for word in telling_words(title) if len(owners[word[:_STEM]]) == 1]
        hits = [(word, own) for word in said for own in telling if alike(word.text, own)]
        found += _together(hits, telling, order_id)
    return tuple(found)


def _together(hits: Sequence[tuple[Word, str]], telling: Sequence[str], order_id: str) -> Iterator[Name]:
    while hits:
        first = hits[0][0]
        near = [hit for hit in hits if hit[0].start - first.start <= _APART]
        distinct = {own for _, own in near}
        if len(distinct) >= 2 or len(distinct) == len(telling):
            likeness = _SEVERAL
        else:
            likeness = _ONLY_ONE if len(telling) <= _FEW else _ONE_OF_MANY
        yield Name(first.start, near[-1][0].end, order_id, likeness)
        hits = hits[len(near) :]


def alike(one: str, other: str) -> bool:
    """Whether two words are the same but for a slip or an ending."""
    if one == other or one[0] != other[0]:
        return one == other
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 3 and longer.startswith(shorter) and len(longer) - len(shorter) <= 2:
        return shorter.isalpha() and longer.isalpha()
    if len(shorter) < _SHORTEST_FORGIVING:
        return False
    return fuzz.ratio(one, other, score_cutoff=_ALIKE) > 0


@lru_cache(maxsize=8192)
def says_little(word: str) -> bool:
    """Whether the word may stand in the title of any offer, or in a comment on any."""
    if len(word) < 3 or word.isdigit():
        return True
    return (
        is_small_word(word)
        or word in lexicon("listing_words")
        or word in lexicon("order_words")
        or word in lexicon("verdict_words")
    )
