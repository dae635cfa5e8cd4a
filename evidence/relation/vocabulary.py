"""The words of a text and the lists that they are looked up in, both in one bare form."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import Final, NamedTuple

from evidence.folding import fold, without_accents

ANY: Final = "any"
"""The part of a list that holds in every language."""
LANGUAGES: Final = ("en", "de", "es", "fr", "pt", "it", "nl", "pl", "ru", "tr")

_WORD: Final = re.compile(r"[^\W_]+")
_BARE: Final = str.maketrans({"ł": "l", "ı": "i", "ø": "o", "ß": "s", "đ": "d", "æ": "a", "œ": "o", "’": "'"})
"""Letters that have no accent to leave out, one for one, so that places hold."""
_OWN_LETTERS: Final = {
    "de": frozenset("äöüß"),
    "es": frozenset("ñ¿¡"),
    "fr": frozenset("èêëîïœ"),
    "pt": frozenset("ãõ"),
    "pl": frozenset("ąęłńśźż"),
    "ru": frozenset("абвгдежзийклмнопрстуфхцчшщыьэюя"),
    "tr": frozenset("ğışü"),
}
"""Letters that speak for a language, though some are written in another one too."""
_THING: Final = "{thing}"
_SHORTEST_STEM: Final = 2
_LONGEST_STEM: Final = 14


class Word(NamedTuple):
    """One word of the bare text and its place there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Whole words, and stems that any ending may follow."""

    whole: frozenset[str]
    stems: frozenset[str]
    _beginnings: frozenset[str] = field(init=False)
    """The first letters of the stems, so that most words are told apart at once."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_beginnings", frozenset(stem[:_SHORTEST_STEM] for stem in self.stems))

    def __contains__(self, word: str) -> bool:
        if word in self.whole:
            return True
        if word[:_SHORTEST_STEM] not in self._beginnings:
            return False
        for length in range(_SHORTEST_STEM, min(len(word), _LONGEST_STEM) + 1):  # noqa: SIM110  twice as fast
            if word[:length] in self.stems:
                return True
        return False


@lru_cache(maxsize=128)
def bare(text: str) -> str:
    """The folded text without accents, as long as the folded text is, so its places lead back by `fold`."""
    if text.isascii():
        return text.lower()
    return without_accents(fold(text).text).translate(_BARE)


@lru_cache(maxsize=128)
def words(text: str) -> tuple[Word, ...]:
    """The words of the bare text."""
    return tuple(Word(match.start(), match.end(), match.group()) for match in _WORD.finditer(bare(text)))


@cache
def entries(name: str) -> Mapping[str, tuple[str, ...]]:
    """A list's entries in their bare form, by language; `ANY` for those of every language."""
    source = resources.files("evidence.relation").joinpath("words", f"{name}.txt").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    language = ANY
    for line in source.splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif line and not line.startswith("#"):
            found.setdefault(language, []).append(without_accents(line.lower()).translate(_BARE))
    return {language: tuple(listed) for language, listed in found.items()}


@cache
def lexicon(name: str, languages: tuple[str, ...] = LANGUAGES) -> Lexicon:
    """The words of a list in these languages and in every language."""
    listed = [entry for language in (*languages, ANY) for entry in entries(name).get(language, ())]
    single = [entry for entry in listed if not re.search(r"[\s-]", entry)]
    return Lexicon(
        frozenset(entry for entry in single if not entry.endswith("*")),
        frozenset(entry[:-1] for entry in single if entry.endswith("*")),
    )


@cache
def phrases(*names: str) -> re.Pattern[str]:
    """One pattern for all the entries of these lists, to be searched for in a bare text."""
    listed = _longest_first({entry for name in names for part in entries(name).values() for entry in part})
    plain = [_pattern(each) for each in listed if not each.endswith(_THING)]
    before_a_thing = [_pattern(each.removesuffix(_THING).strip()) for each in listed if each.endswith(_THING)]
    if before_a_thing:
        plain.append(rf"(?:{'|'.join(before_a_thing)}){_a_thing()}")
    return re.compile(rf"(?<!\w)(?:{'|'.join(plain)})(?!\w)")


@cache
def phrases_of(name: str, language: str) -> re.Pattern[str] | None:
    """One pattern for the entries of several words in one language, which may overlap: group 1 is the phrase."""
    several = [entry for entry in entries(name).get(language, ()) if re.search(r"[\s-]", entry)]
    return re.compile(rf"(?<!\w)(?=({'|'.join(map(_pattern, _longest_first(several)))})(?!\w))") if several else None


@lru_cache(maxsize=256)
def languages_of(text: str) -> tuple[str, ...]:
    """The languages whose small words and letters the text has most of; empty where it has none of any."""
    counts = _small_words_of(text)
    most = max(counts.values())
    return tuple(each for each in LANGUAGES if counts[each] == most) if most else ()


def _small_words_of(text: str) -> dict[str, int]:
    """How many of its small words and of its own letters each language has in the text."""
    letters = frozenset(fold(text).text)
    counts = {language: len(letters & _OWN_LETTERS.get(language, frozenset())) for language in LANGUAGES}
    for word in words(text):
        for language in _languages_of_small_word().get(word.text, ()):
            counts[language] += 1
    return counts


def is_small_word(word: str) -> bool:
    """Whether the word says nothing of any subject."""
    return word in _languages_of_small_word()


@cache
def _languages_of_small_word() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES:
        for word in entries("function_words")[language]:
            found[word] = (*found.get(word, ()), language)
    return found


def _longest_first(listed: Iterable[str]) -> list[str]:
    return sorted(listed, key=lambda entry: (-len(entry), entry))


def _pattern(entry: str) -> str:
    """A star is any ending, "…" up to three words, "{thing}" one of the things that an order is about, and between
    two words stands anything but a word."""
    pieces = re.split(r"[\s-]+", entry)
    found = ""
    for at, piece in enumerate(pieces):
        if piece == "…":
            found += r"(?:\W{1,3}\w{1,20}){0,3}"
            continue
        if piece == _THING:
            found += _a_thing()
            continue
        found += (r"[\W_]{1,3}" if at else "") + re.escape(piece).replace(r"\*", r"\w{0,8}")
    return found


@cache
def _a_thing() -> str:
    """One of the things that an order is about, with up to a word before it."""
    listed = {each for part in entries("things").values() for each in part}
    return rf"[\W_]{{1,3}}(?:\w{{1,12}}[\W_]{{1,3}})?(?:{'|'.join(_pattern(each) for each in _longest_first(listed))})"
