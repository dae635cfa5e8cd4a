"""The lists of obscene and of innocent words, and how one word is looked up in them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

from evidence.folding import fold, without_accents

LISTED: Final = 0.9
"""How sure an entry is that says nothing else."""
SURE_WITH_ANY_ACCENTS: Final = 0.95
"""From here on accents are read as a disguise; below, they make another word ("porrà", "szár")."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list; the lists explain how it is written."""

    text: str
    confidence: float = LISTED
    only_in: frozenset[str] = frozenset()
    """Languages of a text in which it counts; empty for all."""
    not_in: frozenset[str] = frozenset()
    goes_on: bool = False
    """Whether a word may go on after it, as with "fool*"."""
    begins_before: bool = False
    """Whether a word may have begun before it, as with "*fool"."""
    spelled: str = ""
    """Its text with accents."""
    marked: tuple[int, int] | None = None
    """The first and the last of its words that are the obscene ones ("such a [fool]"); None for all."""
    as_spelled: bool = False
    """Whether only its accents tell it from another word."""

    def fits(self, start: int, end: int, word: str) -> bool:
        """Whether the entry, found without accents from `start` to `end` of a word, is meant by it."""
        if (start and not self.begins_before) or (end < len(word) and not self.goes_on):
            return False
        written = word[start:end]
        if written == self.spelled:
            return True
        return not self.as_spelled and (written == self.text or self.confidence >= SURE_WITH_ANY_ACCENTS)


@dataclass(frozen=True, slots=True)
class Index:
    """Entries by what they spell."""

    by_text: Mapping[str, tuple[Entry, ...]]
    longest: int

    def fitting(self, word: str) -> Iterator[Entry]:
        """The entries that the word holds in a place where they may stand."""
        bare = without_accents(word)
        length = len(word)
        for start in range(length):
            for end in range(start + 1, min(length, start + self.longest) + 1):
                for entry in self.by_text.get(bare[start:end], ()):
                    if entry.fits(start, end, word):
                        yield entry


@lru_cache(maxsize=32_768)
def entries_in(word: str) -> tuple[Entry, ...]:
    """The obscene entries that a word, as folded, holds; none for an innocent one. The surest come first."""
    found = list(_obscene().fitting(word))
    if not found or any(_innocent().fitting(word)):
        return ()
    return tuple(sorted(dict.fromkeys(found), key=lambda entry: (-entry.confidence, -len(entry.text), entry.text)))


@cache
def _obscene() -> Index:
    folder = resources.files("evidence.obscenity") / "words"
    return _indexed(entry for file in folder.iterdir() for entry in _read(file))


@cache
def _innocent() -> Index:
    return _indexed(entry for entry in entries_of("innocent.txt") if " " not in entry.text)


@cache
def entries_of(name: str) -> tuple[Entry, ...]:
    """The entries of one list of this package, in its order."""
    return tuple(_read(resources.files("evidence.obscenity") / name))


def _indexed(entries: Iterable[Entry]) -> Index:
    by_text: dict[str, list[Entry]] = {}
    for entry in entries:
        by_text.setdefault(entry.text, []).append(entry)
    return Index({text: tuple(several) for text, several in by_text.items()}, max(map(len, by_text), default=0))


def _read(file: Traversable) -> Iterator[Entry]:
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield _entry(line)


def _entry(line: str) -> Entry:
    """The entry of one line: its words, how sure, and for which languages, the last two only where need be."""
    words: list[str] = []
    confidence = LISTED
    languages = {"in": "", "not": ""}
    for part in line.split():
        name, colon, rest = part.partition(":")
        if colon and name in languages:
            languages[name] = rest
        elif part.replace(".", "", 1).isdecimal():
            confidence = float(part)
        else:
            words.append(part)
    spelled = " ".join(words)
    text = fold(spelled.strip("=*").replace("[", "").replace("]", "")).text
    return Entry(
        text=without_accents(text),
        confidence=confidence,
        only_in=_codes(languages["in"]),
        not_in=_codes(languages["not"]),
        goes_on=spelled.endswith("*"),
        begins_before=spelled.startswith("*"),
        spelled=text,
        marked=_marked(words),
        as_spelled=spelled.startswith("="),
    )


def _marked(words: list[str]) -> tuple[int, int] | None:
    opened = [place for place, word in enumerate(words) if word.startswith("[")]
    closed = [place for place, word in enumerate(words) if word.rstrip("*").endswith("]")]
    return (opened[0], closed[-1]) if opened and closed else None


def _codes(listed: str) -> frozenset[str]:
    return frozenset(listed.split(",")) - {""}
