"""The areas of life that an offer is of: a comment of the same one may tell what came of what was bought."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from evidence.relation.vocabulary import Lexicon, bare, is_small_word, words

_SHORTEST: Final = 3


def shares_an_area(title: str, said: Iterable[str]) -> bool:
    """Whether any of these bare words is of an area that the offer of this title is of."""
    sold = _areas_sold(title)
    return bool(sold) and any(not sold.isdisjoint(areas_of(word)) for word in said)


@lru_cache(maxsize=16_384)
def areas_of(word: str) -> frozenset[str]:
    """The areas that the bare word is of in any language."""
    if len(word) < _SHORTEST or is_small_word(word):
        return frozenset()
    return frozenset(name for name, listed in _areas().items() if word in listed)


@lru_cache(maxsize=1024)
def _areas_sold(title: str) -> frozenset[str]:
    return frozenset(area for word in words(title) for area in areas_of(word.text))


@cache
def _areas() -> Mapping[str, Lexicon]:
    return lexicons("areas")


def lexicons(name: str) -> dict[str, Lexicon]:
    """The parts of a `.toml` list, each in all its languages."""
    source = resources.files("evidence.relation").joinpath("words", f"{name}.toml").read_text(encoding="utf-8")
    return {
        part: Lexicon(
            frozenset(entry for entry in entries if not entry.endswith("*")),
            frozenset(entry[:-1] for entry in entries if entry.endswith("*")),
        )
        for part, spoken in tomllib.loads(source).items()
        for entries in [bare(" ".join(spoken.values())).split()]
    }
