"""A stretch of one speaker's lines as numbers for the second reader: its words, their parts, and what the lists say.

Values of words do not depend on their neighbours beyond the pair, so that what a line adds is counted once and
summed for every window that it stands in.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from zlib import crc32

from evidence.demands.feedback import Feedback, Kind
from evidence.demands.reading import Reading
from evidence.demands.tokens import Stop, Token
from evidence.demands.values import Value, Worth

BUCKETS: Final = 1 << 15
"""Places that words and their parts are hashed to."""
LISTED: Final = (
    *("feedback", "low_stars", "high_stars", "bad_feedback", "good_feedback", "bad", "good", "ruin", "silence"),
    *("rate", "know", "leave", "change", "past", "will", "could", "get", "coerce", "coerce_after", "sways", "follows"),
    *("value", "amount", "more", "owed", "ask", "give_me", "info", "have", "had_after", "wish_not", "works", "hint"),
    *("or", "if", "once", "unless", "then", "and", "exchange", "equals", "not", "no", "refuse", "even_if", "your"),
    *("unless_after", "if_after", "report_seller", "report_other", "joke", "serious", "regardless", "whether"),
    *("honest", "harm", "declines", "thanks", "dispute", "free", "public", "decide", "proud", "lever"),
)
"""Sections of the word lists that the reader is told of."""
_TOLD: Final = (
    *(f"{kind.name} {way}" for kind in Kind for way in ("", "not", "past", "meant", "coercive")),
    *(f"{worth.name} {way}" for worth in Worth for way in ("", "asked", "unwanted")),
    *("both", "both asked", "near", "tied 0", "tied 1", "tied 2", "tied 3", "topic", "asks", "several lines"),
)
_LISTED_AT: Final = BUCKETS
_TOLD_AT: Final = _LISTED_AT + 2 * len(LISTED)
SIZE: Final = _TOLD_AT + len(_TOLD)
"""Every feature: the hashed ones, each section in the last line and in those before, and what the rules tell."""

_PLACE_OF: Final = {name: _TOLD_AT + number for number, name in enumerate(_TOLD)}
_PARTS: Final = (3, 4, 5)
"""Lengths of the parts of a word, so that inflections and slips of the finger read alike."""
_PART: Final = 0.3
_WORD: Final = 0.8
BESIDE: Final = "b"
APART: Final = "s"
_PAIR: Final = {BESIDE: 0.8, APART: 0.5}
_NEAR: Final = 15
_NUMBER: Final = "#"
EDGE: Final = "^"


class Features(NamedTuple):
    """Places among all features, with the value of each; a place may come twice."""

    places: tuple[int, ...]
    values: tuple[float, ...]


def of_word(word: str) -> Features:
    """A word and its parts."""
    if word == EDGE:
        return Features((), ())
    framed = f"<{word}>"
    parts = [framed[at : at + length] for length in _PARTS for at in range(len(framed) - length + 1)]
    return Features((_bucket("w", word), *(_bucket("p", part) for part in parts)), (_WORD, *(_PART for _ in parts)))


def of_pair(one: str, other: str, kind: str) -> Features:
    """Two words that stand together, or with one between."""
    return Features((_bucket(kind, f"{one} {other}"),), (_PAIR[kind],))


def pairs(words: Sequence[str], kind: str) -> Iterator[tuple[str, str]]:
    """The pairs of one kind in a line."""
    return zip(words, words[1 if kind == BESIDE else 2 :], strict=False)


def words_of(run: Sequence[Token]) -> list[str]:
    """The words as the reader knows them: numbers alike, edges of sentences as words."""
    words = [EDGE]
    for token in run:
        if token.stop is Stop.SENTENCE and words[-1] != EDGE:
            words.append(EDGE)
        words.append(_NUMBER if token.text[0].isdigit() else token.text)
    return [*words, EDGE]


def of_line(words: Sequence[str]) -> Iterator[tuple[int, float]]:
    """Every word and pair of a line, with places that may come twice."""
    for word in words:
        yield from zip(*of_word(word), strict=True)
    for kind in (BESIDE, APART):
        for one, other in pairs(words, kind):
            yield from zip(*of_pair(one, other, kind), strict=True)


def of_lists(reading: Reading) -> Iterator[int]:
    """Which sections stand in the last line, and which in those before."""
    last = len(reading.lines) - 1
    for number, section in enumerate(LISTED):
        places = reading.hits.get(section)
        if places:
            where = {reading.line_of[place] == last for place in places}
            if True in where:
                yield _LISTED_AT + 2 * number
            if False in where:
                yield _LISTED_AT + 2 * number + 1


def of_rules(
    reading: Reading, told: Sequence[Feedback], wanted: Sequence[Value], tied: float, *, topic: bool
) -> Iterator[int]:
    """What the rules see: how feedback and values are spoken of, and how sure they are of a tie."""
    names = {name for each in told for name in _of_feedback(each)} | {
        name for each in wanted for name in _of_value(each)
    }
    if topic:
        names.add("topic")
    if told and wanted:
        names.add("both")
        if any(value.asked and not value.unwanted for value in wanted):
            names.add("both asked")
        if min(abs(one.start - other.start) for one in told for other in wanted) < _NEAR:
            names.add("near")
    if tied:
        names.add(f"tied {min(3, max(0, int((tied - 0.5) * 10)))}")
    if len(reading.lines) > 1:
        names.add("several lines")
    if reading.lines[-1].asks:
        names.add("asks")
    yield from sorted(_PLACE_OF[name] for name in names)


def _of_feedback(feedback: Feedback) -> Iterator[str]:
    kind = feedback.kind.name
    yield f"{kind} "
    for way, said in (
        ("not", feedback.negated),
        ("past", feedback.past),
        ("meant", feedback.meant),
        ("coercive", feedback.coercive),
    ):
        if said:
            yield f"{kind} {way}"


def _of_value(value: Value) -> Iterator[str]:
    worth = value.worth.name
    yield f"{worth} "
    if value.asked:
        yield f"{worth} asked"
    if value.unwanted:
        yield f"{worth} unwanted"


def _bucket(kind: str, text: str) -> int:
    return crc32(f"{kind}{text}".encode()) % BUCKETS
