"""The word lists of each language, and where their phrases stand in a run of tokens.

A list (`words/<language>.txt`) has sections such as `[refuse]`; each line below is one phrase with its other
forms behind commas. In a phrase `#` is any number, a star at a word's end stands for any ending, a star at its
beginning for any beginning, and `~` for up to three words of any kind.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from rapidfuzz.distance import OSA

from evidence.demands.tokens import Stop, Token, elided, plain

LANGUAGES: Final = ("en", "de", "es", "fr", "it", "nl", "pl", "pt", "ru", "tr")
SHARED: Final = "any"
"""Words that buyers and sellers use in every language: "feedback", "refund", counts of stars."""
GAP: Final = "~"
NUMBER: Final = "#"
_GAP_REACH: Final = 3
_LEAST_STEM: Final = 2
_REMEMBERED: Final = 20_000
"""Words of a language, and pairs of them, whose phrases are kept, however many are made up."""
_LEAST_TYPO: Final = 6
"""Shorter words are too like others to be read with a typing error."""

Hits = Mapping[str, Mapping[int, int]]
"""For each section the places where its phrases begin, and where the longest of each ends (exclusive)."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of one section, word by word."""

    section: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Openings:
    """The phrases that may begin with one word, by what follows, so that few need to be tried."""

    sections: tuple[str, ...]
    """Sections in which the word stands alone."""
    by_next: Mapping[str, Sequence[Phrase]]
    """Longer phrases by their second word."""
    loose: Sequence[Phrase]
    """Longer phrases whose second word may be several."""

    def before(self, following: str) -> Sequence[Phrase]:
        """The longer phrases that may stand before this word."""
        if not following:
            return ()
        fitting = [phrase for phrase in self.loose if phrase.words[1] == GAP or _is(phrase.words[1], following)]
        return (*self.by_next.get(following, ()), *fitting)


@dataclass(slots=True)
class Lexicon:
    """One language's phrases by their first word, together with the shared ones."""

    exact: dict[str, list[Phrase]] = field(default_factory=dict)
    stems: dict[str, list[Phrase]] = field(default_factory=dict)
    endings: dict[str, list[Phrase]] = field(default_factory=dict)
    numbers: list[Phrase] = field(default_factory=list)
    often_mistyped: dict[str, str] = field(default_factory=dict)
    opened: dict[str, Openings | None] = field(default_factory=dict)
    """What words were found to begin, None for nothing."""
    beside: dict[tuple[str, str], Sequence[Phrase]] = field(default_factory=dict)
    """What two words in a row were found to begin."""

    def add(self, phrase: Phrase) -> None:
        """Put a phrase where its first word leads to it."""
        first = phrase.words[0]
        if first == NUMBER:
            self.numbers.append(phrase)
        elif first.endswith("*"):
            self.stems.setdefault(first[:-1], []).append(phrase)
        elif first.startswith("*"):
            self.endings.setdefault(first[1:], []).append(phrase)
        else:
            self.exact.setdefault(first, []).append(phrase)

    def beginning_with(self, word: str) -> tuple[Phrase, ...]:
        """The phrases that may begin with this word."""
        if word[0].isdigit():
            return (*self.exact.get(word, ()), *self.numbers)
        found = list(self.exact.get(word, ()))
        for length in range(_LEAST_STEM, len(word) + 1):
            found += self.stems.get(word[:length], ())
        for length in range(_LEAST_STEM, len(word)):
            found += self.endings.get(word[-length:], ())
        if not found and word not in self.often_mistyped and (meant := self.meant_by(word)):
            return self.beginning_with(meant)
        return tuple(found)

    def meant_by(self, word: str) -> str | None:
        """The key word that an unknown word is most likely a typing error of."""
        if len(word) < _LEAST_TYPO - 1 or not word.isalpha():
            return None
        for right in self.often_mistyped:
            near = word[0] == right[0] and abs(len(word) - len(right)) < 2
            if near and OSA.distance(word, right, score_cutoff=1) == 1:
                return right
        return None

    def hits(self, run: Sequence[Token]) -> Hits:
        """Where the phrases of each section stand; what stands inside a phrase of `[none]` is passed over."""
        found: dict[str, dict[int, int]] = {}
        opened = self.opened if len(self.opened) < _REMEMBERED else {}
        beside = self.beside if len(self.beside) < _REMEMBERED else {}
        for place, token in enumerate(run):
            word = token.text
            if word not in opened:
                opened[word] = _openings(self.beginning_with(word))
            openings = opened[word]
            if openings is None:
                continue
            for section in openings.sections:
                found.setdefault(section, {})[place] = place + 1
            pair = word, run[place + 1].text if place + 1 < len(run) else ""
            if pair not in beside:
                beside[pair] = openings.before(pair[1])
            for phrase in beside[pair]:
                end = _end_of(phrase.words, run, place)
                if end:
                    known = found.setdefault(phrase.section, {})
                    known[place] = max(end, known.get(place, 0))
        return _without_false_friends(found)


@cache
def lexicon(language: str) -> Lexicon:
    """One language's lexicon, read once."""
    made = Lexicon()
    for name in (SHARED, language):
        for section, words in phrases(name):
            if section == "mistyped":
                made.often_mistyped[words[0]] = words[0]
            elif section != "common":
                made.add(Phrase(section, words))
    return made


@lru_cache(maxsize=20_000)
def languages_of(word: str) -> tuple[str, ...]:
    """The languages in whose lists a word stands by itself."""
    return tuple(name for name in LANGUAGES if word in _known_words(name))


@cache
def _known_words(language: str) -> frozenset[str]:
    return frozenset(word.strip("*") for _, words in phrases(language) for word in words if word.strip("*").isalpha())


@cache
def phrases(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every phrase of a list with its section, in the list's order."""
    source = resources.files("evidence.demands").joinpath("words", f"{name}.txt").read_text("utf-8")
    return tuple(_read(source))


def _read(source: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    section = ""
    for line in source.splitlines():
        line = line.partition(";")[0].strip()
        if line.startswith("["):
            section = line.strip("[]")
        elif line:
            for form in line.split(","):
                if words := [_folded(part) for word in form.split() for part in elided(word) if part]:
                    yield section, tuple(words)


def _folded(word: str) -> str:
    before, after = "*" * word.startswith("*"), "*" * word.endswith("*")
    return before + plain(word.strip("*")) + after


def _openings(phrases: Sequence[Phrase]) -> Openings | None:
    if not phrases:
        return None
    by_next: dict[str, list[Phrase]] = {}
    loose: list[Phrase] = []
    for phrase in phrases:
        if len(phrase.words) > 1:
            following = phrase.words[1]
            fixed = "*" not in following and following not in (GAP, NUMBER)
            (by_next.setdefault(following, []) if fixed else loose).append(phrase)
    alone = {phrase.section: None for phrase in phrases if len(phrase.words) == 1}
    return Openings(tuple(alone), by_next, loose)


def _end_of(words: Sequence[str], run: Sequence[Token], place: int) -> int:
    """Where the phrase that begins at this place ends (exclusive); 0 where it does not stand there."""
    at = place + 1
    gap = 0
    for word in words[1:]:
        if word == GAP:
            gap = _GAP_REACH
            continue
        while True:
            if at >= len(run) or run[at].stop is Stop.SENTENCE:
                return 0
            if _is(word, run[at].text):
                break
            if not gap:
                return 0
            gap -= 1
            at += 1
        at += 1
        gap = 0
    return at


def _is(word: str, said: str) -> bool:
    if word == NUMBER:
        return said[0].isdigit()
    if word.endswith("*"):
        return said.startswith(word[:-1])
    if word.startswith("*"):
        return said.endswith(word[1:])
    return word == said


def _without_false_friends(found: dict[str, dict[int, int]]) -> Hits:
    shadows = found.pop("none", None)
    if not shadows:
        return found
    hidden_until = {place: end for start, end in sorted(shadows.items()) for place in range(start, end)}
    return {
        section: {start: end for start, end in places.items() if end > hidden_until.get(start, 0)}
        for section, places in found.items()
    }
