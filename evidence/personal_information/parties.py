"""Mentions of the order's own parties, by their names and addresses."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from evidence.folding import fold, without_accents
from evidence.personal_information.reading import Reading

_WORD: Final = re.compile(r"[^\W_]+")
_STREET: Final = re.compile(r"(straße|strasse|str)$")
_FOR_ONE: Final = (("ß", "ss"), ("ae", "a"), ("oe", "o"), ("ue", "u"), ("ø", "o"), ("æ", "a"), ("ł", "l"), ("ı", "i"))
_GAP: Final = 3
"""Signs at most between two words of a name."""
_SHORTEST: Final = 3
"""Letters of a name that is looked for."""


class Word(NamedTuple):
    """A word as it is compared, and where it stands."""

    text: str
    start: int
    end: int


def mentions(reading: Reading, known: Iterable[str], public: Iterable[str] = ()) -> Iterator[tuple[int, int]]:
    """Whole-word mentions of the known names, whatever their accents, punctuation and order;
    none of what is `public`."""
    wanted = _wanted(known, {_key(name) for name in public})
    if not wanted:
        return
    words = _words(reading.text)
    for at, word in enumerate(words):
        for name in wanted.get(word.text, ()):
            found = words[at : at + len(name)]
            if tuple(each.text for each in found) == name and _together(found):
                yield found[0].start, found[-1].end


def _wanted(known: Iterable[str], public: set[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    """The names by their first word, the longest first; those of two words also the other way round."""
    keys: dict[tuple[str, ...], None] = {}
    for name in known:
        key = _key(name)
        if sum(map(len, key)) >= _SHORTEST and key not in public:
            keys[key] = None
            if len(key) == 2 and all(word.isalpha() for word in key):
                keys[key[1], key[0]] = None
                keys[key[0][:1], key[1]] = None
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for key in sorted(keys, key=lambda key: -len(key)):
        by_first.setdefault(key[0], []).append(key)
    return by_first


def _key(name: str) -> tuple[str, ...]:
    return tuple(word.text for word in _words(fold(name).text))


def _words(text: str) -> list[Word]:
    return [Word(_plain(match.group()), *match.span()) for match in _WORD.finditer(without_accents(text))]


def _plain(word: str) -> str:
    """A word as it is compared: "straße" short, and letters that stand for an umlaut like the bare one."""
    word = _STREET.sub("str", word)
    for letters, letter in _FOR_ONE:
        word = word.replace(letters, letter)
    return word


def _together(words: list[Word]) -> bool:
    return all(0 <= after.start - word.end <= _GAP for word, after in zip(words, words[1:], strict=False))
