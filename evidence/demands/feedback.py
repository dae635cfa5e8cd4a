"""Where somebody speaks of feedback that is to be left, kept back, changed or removed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from evidence.demands.reading import Reading
from evidence.demands.tokens import Stop

ANCHORS: Final = (
    "low_stars",
    "high_stars",
    "feedback",
    "bad_feedback",
    "good_feedback",
    "ruin",
    "silence",
    "rate",
    "know",
)
_VERB_REACH: Final = 5
_WILL_REACH: Final = 6
_GET_REACH: Final = 3
_COERCION_REACH: Final = 12
_MOST: Final = 60
"""More mentions in three lines say nothing more."""


class Kind(Enum):
    """What is to become of the feedback."""

    BAD = auto()
    GOOD = auto()
    CHANGED = auto()
    """Improved or taken away."""
    ANY = auto()
    """Left, with no word of how."""
    NAMED = auto()
    """Only spoken of."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One mention. Positions are of tokens, ends exclusive."""

    kind: Kind
    start: int
    end: int
    first: int
    """Where its verb begins, with the speaker's "I will"; at most `start`."""
    negated: bool = False
    """"I won't leave…", "no five stars"."""
    past: bool = False
    meant: bool = False
    """The speaker says that it will come: "I will leave", "you get"."""
    coercive: bool = False
    """Said as what the other side has to fear or to earn: "it would be a shame if…"."""
    certain: bool = True
    """False where only "it" stands for the feedback."""


def mentions(reading: Reading, *, spoken_of_before: bool = False, ours: str = "your") -> list[Feedback]:
    """Every mention in the order of the text; "remove it" counts where feedback was spoken of before.

    `ours` is the section of words that make a noun the other side's own ("your good reviews").
    """
    found = [_read(reading, start, end, ours) for start, end in _anchors(reading)]
    if spoken_of_before or found:
        found += _pronouns(reading, found)
    return sorted(found, key=lambda each: each.start)[:_MOST]


def _anchors(reading: Reading) -> Iterator[tuple[int, int]]:
    """Words about feedback; those that follow one another closely are one: "1 star review", "review to 5 stars"."""
    spans = sorted((start, end) for section in ANCHORS for start, end in reading.hits.get(section, {}).items())
    held: tuple[int, int] | None = None
    for start, end in spans:
        if held and start <= held[1] + 3 and _one_thing(reading, held[1], start):
            held = held[0], max(held[1], end)
            continue
        if held:
            yield held
        held = start, end
    if held:
        yield held


def _one_thing(reading: Reading, end: int, start: int) -> bool:
    if start < end:
        return True
    between = reading.run[end : start + 1]
    if any(token.stop is Stop.SENTENCE for token in between):
        return False
    parts = ("or", "unless", "value", "ask", "if", "not", "no")
    return not any(reading.has(section, end, start) for section in parts)


def _read(reading: Reading, start: int, end: int, ours: str) -> Feedback:
    kind = _kind(reading, start, end, ours)
    first = _verb_before(reading, start)
    will = reading.before("will", first, _WILL_REACH)
    got = reading.last_within("get", max(first - _GET_REACH, reading.sentence(start)[0]), start)
    past = reading.before("past", start, _VERB_REACH)
    coercive = _coerced(reading, first, start, end)
    meant = will is not None or got is not None or any(reading.has(each, first, start) for each in ("will", "get"))
    knows = reading.has("know", start, end) or reading.has("ruin", start, end)
    if past is None:
        past = reading.within("past", end, min(end + 3, reading.sentence(start)[1]))
    if past is not None and (will is None or will < past) and not reading.has("leave", past + 1, start):
        meant = False
    else:
        past = None
    begins = [place for place in (will, got) if place is not None and _together(reading, place, first)]
    return Feedback(
        kind=Kind.BAD if knows and kind in (Kind.ANY, Kind.NAMED) else kind,
        start=start,
        end=end,
        first=min([first, *begins, _described(reading, start)]),
        negated=_negated(reading, min([first, *begins]), first, start),
        past=past is not None,
        meant=meant or _follows(reading, end) or reading.has("silence", start, end),
        coercive=knows or coercive,
    )


def _coerced(reading: Reading, first: int, start: int, end: int) -> bool:
    """Whether the words around make the mention something to fear or to earn."""
    sentence_start, sentence_end = reading.sentence(start)
    return reading.has("coerce", max(first - _COERCION_REACH, sentence_start), start) or reading.has(
        "coerce_after", end, min(end + 4, sentence_end)
    )


def _described(reading: Reading, start: int) -> int:
    """Where the words begin that say how it is to be: "a bad review"."""
    found = [reading.before(section, start, 1) for section in ("bad", "good", "honest")]
    return min((place for place in found if place is not None), default=start)


def _follows(reading: Reading, end: int) -> bool:
    """Whether the outcome is said just after its name: "one star it is", "1 star coming"."""
    return any(reading.has(section, end, end + 2) for section in ("get", "will", "follows"))


def _together(reading: Reading, place: int, first: int) -> bool:
    return not any(reading.has(section, place + 1, first) for section in ("value", "or", "unless", "if"))


def _kind(reading: Reading, start: int, end: int, ours: str) -> Kind:
    first = _verb_before(reading, start)
    sentence_start, sentence_end = reading.sentence(start)
    before, after = max(start - 3, sentence_start), min(end + 2, sentence_end)
    if reading.has("ruin", start, end):
        return Kind.BAD
    if reading.has("silence", start, end):
        return Kind.CHANGED
    changed_before = reading.has("change", max(start - _VERB_REACH, sentence_start), end)
    changed_after = reading.within("change", end, min(end + 4, sentence_end))
    if changed_before and _only_stars(reading, start, end):
        changed_before = reading.has("change", start - 3, end) or reading.has("it", start - 3, start)
    if changed_before or (changed_after is not None and not _own_clause(reading, end, changed_after)):
        return Kind.CHANGED
    bad = any(reading.has(section, start, end) for section in ("low_stars", "bad_feedback")) or reading.has(
        "bad", before, after
    )
    good = reading.has("high_stars", start, end) or reading.has("good_feedback", start, end)
    good = good or reading.has("good", before, after)
    if bad:
        return Kind.BAD
    mine = reading.before(ours, start, 3) is None
    if good and (mine or first < start):
        return Kind.GOOD
    verb_after = any(reading.has(section, end, min(end + 6, sentence_end)) for section in ("leave", "rate"))
    verb_after = verb_after or reading.before("mine", start, 2) is not None
    if mine and (first < start or verb_after or reading.has("rate", start, end) or reading.has("know", start, end)):
        return Kind.ANY
    return Kind.NAMED


def _only_stars(reading: Reading, start: int, end: int) -> bool:
    """Whether nothing but stars is named, which may be those of an item: "upgrade my hero to 5 stars"."""
    named = any(reading.has(section, start, end) for section in ANCHORS if section != "high_stars")
    return not named


def _own_clause(reading: Reading, end: int, verb: int) -> bool:
    """Whether something else begins between the mention and the verb behind it."""
    parts = ("or", "and", "if", "unless", "ask", "once")
    return any(reading.has(section, end, verb) for section in parts) or any(
        token.stop is Stop.SENTENCE for token in reading.run[end : verb + 1]
    )


def _verb_before(reading: Reading, start: int) -> int:
    """Where the verb begins that leads to the mention, or the mention itself."""
    verbs = [reading.before(section, start, _VERB_REACH) for section in ("leave", "change")]
    near = [verb for verb in verbs if verb is not None and not _interrupted(reading, verb, start)]
    return min(near, default=start)


def _interrupted(reading: Reading, verb: int, start: int) -> bool:
    return any(reading.has(section, verb + 1, start) for section in ("or", "value", "unless", "and", "if"))


def _negated(reading: Reading, opening: int, first: int, start: int) -> bool:
    """Whether a negation belongs to this mention's own verb."""
    if any(reading.has(section, opening, start) for section in ("not", "no")):
        return True
    return any(reading.before(section, opening, 1) is not None for section in ("not", "no")) and (
        reading.run[opening].stop is Stop.NONE
    )


def _pronouns(reading: Reading, found: Sequence[Feedback]) -> Iterator[Feedback]:
    """Where "it" is to be changed or removed."""
    for verb, verb_end in reading.hits.get("change", {}).items():
        near = reading.within("it", verb, verb_end + 2)
        if near is None and (near := reading.before("it", verb, 2)) is None:
            continue
        if any(each.kind is Kind.CHANGED and each.first - 1 <= verb <= each.end + 4 for each in found):
            continue
        start, end = min(verb, near), max(verb_end, near + 1)
        will = reading.before("will", start, _WILL_REACH)
        first = start if will is None else will
        negated = _negated(reading, first, start, end)
        yield Feedback(Kind.CHANGED, start, end, first, negated, meant=will is not None, certain=bool(found))
