"""A seller's name as lists sort it and as people look for it: in small letters, without accents, word by word."""

from __future__ import annotations

import re
import unicodedata

LONGEST_WORD = 60
MOST_WORDS = 20
_WORD = re.compile(r"[^\W_]+")


def sorted_as(name: str) -> str:
    """The name by which lists are in order; at most 200 characters."""
    return " ".join(_WORD.findall(_plain(name)))[:200]


def words_of(name: str) -> list[str]:
    """The different words of the name, in their order."""
    found = dict.fromkeys(word[:LONGEST_WORD] for word in _WORD.findall(_plain(name)))
    return list(found)[:MOST_WORDS]


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))
