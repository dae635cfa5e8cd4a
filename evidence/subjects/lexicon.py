"""The word lists of every language, read once: which words say what a clause is about, and how surely."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from evidence.folding import fold, without_accents
from policy.terms import Subject

_FOLDER: Final = "words"
_BARE: Final = str.maketrans({"ß": "ss", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"})

FEELING: Final = "feeling"
CONTEXT: Final = "context"
SERVICE: Final = "service"
"""The customer service of nobody named: whoever fulfilled the order is meant."""
MANNER: Final = "manner"
"""How somebody behaved, of whom the words do not tell who: the seller, unless a helpdesk is spoken of."""
HARM: Final = "harm"
"""A thing that is broken: on the way, where the sentence speaks of the way, else by itself."""
LABELS: Final = frozenset({FEELING, CONTEXT, SERVICE, MANNER, HARM, *(subject.value for subject in Subject)})
_WORD_LISTS: Final = ("function", "cut")


class Step(NamedTuple):
    """One word of an entry: the ways it may be written, and whether others may stand before it."""

    loose: bool
    words: frozenset[str]
    """Whole words, and stems that end in "*"."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Words that say what a clause is about."""

    language: str
    label: str
    weight: float
    """0 says nothing of a subject, 1 hints, 3 settles it."""
    steps: tuple[Step, ...]
    stems: int
    """How many of its words are given by a stem."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language's word lists."""

    code: str
    function: frozenset[str]
    """Words that say nothing by themselves, and tell which language a text is in."""
    cut: frozenset[str]
    """Words that begin a clause."""
    entries: tuple[Entry, ...]


def plain(text: str) -> str:
    """The form in which words are compared: folded, without accents and without letters of one language only."""
    return without_accents(fold(text).text).translate(_BARE)


def plain_word(word: str) -> str:
    """A word of an already folded text, as entries are written."""
    return word if word.isascii() else without_accents(word).translate(_BARE)


@cache
def languages() -> Mapping[str, Language]:
    """Every language that there is a word list for, by its two letters."""
    files = sorted(resources.files("evidence.subjects").joinpath(_FOLDER).iterdir(), key=lambda file: file.name)
    read = [_language(file.name.removesuffix(".txt"), file.read_text(encoding="utf-8")) for file in files]
    return {language.code: language for language in read}


def _language(code: str, text: str) -> Language:
    sections = list(_sections(text))
    lists = {
        name: frozenset(word for head, lines in sections if head == name for word in lines) for name in _WORD_LISTS
    }
    classes = {head.removeprefix("class "): lines for head, lines in sections if head.startswith("class ")}
    entries: list[Entry] = []
    for head, lines in sections:
        if head not in lists and not head.startswith("class "):
            label, _, weight = head.partition(" ")
            if label not in LABELS:
                raise ValueError(f"{code}: [{head}] is no subject.")
            entries += (_entry(code, label, float(weight or 0), _steps(line, classes)) for line in lines)
    return Language(code, lists["function"], lists["cut"], tuple(entries))


def _entry(code: str, label: str, weight: float, steps: tuple[Step, ...]) -> Entry:
    stems = sum(any(word.endswith("*") for word in step.words) for step in steps)
    return Entry(code, label, weight, steps, stems)


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    head, lines = "", list[str]()
    for line in text.splitlines():
        entry = line.strip()
        if entry.startswith("["):
            if head:
                yield head, lines
            head, lines = entry.strip("[]"), []
        elif entry and not entry.startswith("#"):
            lines.append(plain(entry).replace("-", " "))
    if head:
        yield head, lines


def _steps(line: str, classes: Mapping[str, Sequence[str]]) -> tuple[Step, ...]:
    steps: list[Step] = []
    loose = False
    for part in line.split():
        if part == "..":
            loose = True
            continue
        words: list[str] = []
        for word in part.split("|"):
            words += classes[word.strip("<>")] if word.startswith("<") else [word]
        steps.append(Step(loose, frozenset(words)))
        loose = False
    return tuple(steps)
