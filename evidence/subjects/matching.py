"""Finds the entries of the word lists in a row of words; where two claim the same word, the longer one has it,
then the one with fewer stems, then the weightier one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from evidence.subjects.lexicon import Entry, Step, languages

_MOST_BETWEEN: Final = 3
_REMEMBERED: Final = 50_000
"""Words whose readings are kept."""


class Hit(NamedTuple):
    """An entry found in a row of words, by the places of its words."""

    places: tuple[int, ...]
    label: str
    weight: float
    stems: int
    """How many of its words are known by their stem only."""


class _Index(NamedTuple):
    """Entries by how their first word is written, and the lengths that stems have."""

    first: Mapping[str, tuple[Entry, ...]]
    stem_lengths: tuple[int, ...]
    languages: Mapping[str, frozenset[str]]
    """The languages that write each form, wherever in an entry it stands."""


class _Beginning(NamedTuple):
    """What may begin with a word: the best entry of this word alone, and the longer ones."""

    alone: Entry | None
    longer: tuple[Entry, ...]


def hits(words: Sequence[str], breaks: Sequence[bool], spoken: Collection[str]) -> list[Hit]:
    """What is found in the words of one sentence, in their order.

    `breaks` tells for each word whether a comma or the like stands before it, over which no entry reaches;
    `spoken` are the languages whose entries count.
    """
    heard = spoken if isinstance(spoken, frozenset) else frozenset(spoken)
    beginnings = [_beginning_with(word, heard) for word in words]
    written = [_written(word) for word in words] if any(each.longer for each in beginnings) else []
    present = frozenset[str]().union(*written)
    found: list[Hit] = []
    for at, beginning in enumerate(beginnings):
        if beginning.alone is not None:
            found.append(_hit((at,), beginning.alone))
        for entry in beginning.longer:
            if not entry.steps[1].words.isdisjoint(present) and (places := _places(entry.steps, written, breaks, at)):
                found.append(_hit(places, entry))
    return sorted(_without_overlaps(found))


def unplaced(found: Iterable[Hit]) -> tuple[Hit, ...]:
    """What was found, wherever it stands, so that the same words read alike in any sentence."""
    return tuple(Hit((), hit.label, hit.weight, hit.stems) for hit in found)


def _hit(places: tuple[int, ...], entry: Entry) -> Hit:
    return Hit(places, entry.label, entry.weight, entry.stems)


def _places(
    steps: Sequence[Step], written: Sequence[frozenset[str]], breaks: Sequence[bool], at: int
) -> tuple[int, ...]:
    """Where the words of an entry stand that begins at a place; empty where it is not all there."""
    places = [at]
    for step in steps[1:]:
        after = places[-1] + 1
        for place in range(after, min(after + (_MOST_BETWEEN if step.loose else 0) + 1, len(written))):
            if breaks[place]:
                return ()
            if not step.words.isdisjoint(written[place]):
                places.append(place)
                break
        else:
            return ()
    return tuple(places)


def _without_overlaps(found: list[Hit]) -> list[Hit]:
    if len(found) < 2:
        return found
    taken: set[int] = set()
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda each: (-len(each.places), each.stems, -each.weight, each)):
        if taken.isdisjoint(hit.places):
            taken.update(hit.places)
            kept.append(hit)
    return kept


@lru_cache(maxsize=_REMEMBERED)
def _beginning_with(word: str, spoken: frozenset[str]) -> _Beginning:
    """The entries of these languages that begin with a word: of those that are no longer, the one that has it."""
    first = _index().first
    entries = dict.fromkeys(entry for form in sorted(_written(word)) for entry in first.get(form, ()))
    heard = [entry for entry in entries if entry.language in spoken]
    alone = [entry for entry in heard if len(entry.steps) == 1]
    return _Beginning(
        min(alone, key=lambda entry: (entry.stems, -entry.weight, _hit((0,), entry)), default=None),
        tuple(entry for entry in heard if len(entry.steps) > 1),
    )


@lru_cache(maxsize=_REMEMBERED)
def _written(word: str) -> frozenset[str]:
    """Every way in which an entry may write this word: whole, or as a stem."""
    index = _index()
    stems = (word[:length] + "*" for length in index.stem_lengths if length <= len(word))
    return frozenset(form for form in (word, *stems) if form in index.languages)


@lru_cache(maxsize=_REMEMBERED)
def readers(word: str) -> tuple[str, ...]:
    """The languages whose lists have this word."""
    known = _index().languages
    return tuple(sorted({code for form in _written(word) for code in known[form]}))


@cache
def _index() -> _Index:
    first: dict[str, list[Entry]] = {}
    written: dict[str, set[str]] = {}
    for language in languages().values():
        for entry in language.entries:
            for form in entry.steps[0].words:
                first.setdefault(form, []).append(entry)
            for form in (form for step in entry.steps for form in step.words):
                written.setdefault(form, set()).add(language.code)
    lengths = sorted({len(form) - 1 for form in written if form.endswith("*")})
    return _Index(
        {form: tuple(entries) for form, entries in first.items()},
        tuple(lengths),
        {form: frozenset(codes) for form, codes in written.items()},
    )
