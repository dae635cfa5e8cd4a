"""The seller's side: something of value tied to feedback, and pressure about it."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from evidence.demands.feedback import Feedback, Kind, mentions
from evidence.demands.reading import Reading
from evidence.demands.speakers import Side
from evidence.demands.ties import FARTHEST, Tie, tie
from evidence.demands.values import Value, Worth, values
from policy.facts import ChatLine, Inducement

INDUCEMENT: Final = "inducement"
PRESSURE: Final = "pressure"
LEAST: Final = 0.5
_PLEADING_REACH: Final = 40
_ASKED_TOO_OFTEN: Final = 3
"""Requests to change or remove a review, from which on they are pressure."""

PROMISED: Final = 0.8
"""A change is asked for, and something of value is promised right after."""

_OFFERED: Final = {
    Tie.IF_FEEDBACK: 0.9,
    Tie.EXCHANGE: 0.88,
    Tie.THEN: 0.85,
    Tie.IF: 0.65,
    Tie.ONCE: 0.65,
    Tie.OR_ELSE: 0.8,
    Tie.NONE: 0.55,
}


def inducements(chat: Sequence[ChatLine]) -> tuple[Inducement, ...]:
    """At most one of each kind for each of the seller's messages; in the order of the chat."""
    found: list[Inducement] = []
    asked: set[str] = set()
    side = Side.of(chat, of_buyer=False)
    for number, line in enumerate(side.said):
        best: dict[str, Inducement] = {}
        for reading in chain(side.alone(number), side.with_those_before(number)):
            told = [each for each in mentions(reading, spoken_of_before=True, ours="ours") if _counts(each)]
            if any(_asks_for_a_change(each) and _in_last_line(reading, each) for each in told):
                asked.add(line.message_id)
            often = len(asked) >= _ASKED_TOO_OFTEN
            for each in chain(_offers(reading, told), _pressures(reading, told, often)):
                known = best.get(each.kind)
                if known is None or each.confidence > known.confidence:
                    best[each.kind] = each
        found += [best[kind] for kind in (INDUCEMENT, PRESSURE) if kind in best]
    return tuple(found)


def _asks_for_a_change(feedback: Feedback) -> bool:
    return feedback.kind is Kind.CHANGED and not feedback.negated


def _in_last_line(reading: Reading, feedback: Feedback) -> bool:
    return reading.line_of[feedback.start] == len(reading.lines) - 1


def _counts(feedback: Feedback) -> bool:
    return not feedback.past and (feedback.kind is not Kind.NAMED or feedback.coercive)


def _offers(reading: Reading, told: Sequence[Feedback]) -> Iterator[Inducement]:
    if not told:
        return
    given = [each for each in values(reading) if each.worth is Worth.VALUE and not each.unwanted]
    for feedback in told:
        for value in sorted(given, key=lambda each: abs(each.start - feedback.start))[:4]:
            lines = reading.line_of[value.start], reading.line_of[feedback.start]
            if max(lines) != len(reading.lines) - 1 or abs(value.start - feedback.start) > FARTHEST:
                continue
            confidence = _offered(reading, value, feedback)
            if confidence >= LEAST:
                yield _inducement(reading, feedback, (value.first, value.end), INDUCEMENT, confidence)


def _offered(reading: Reading, value: Value, feedback: Feedback) -> float:
    bond = tie(reading, value, feedback)
    first, last = reading.sentence(min(value.first, feedback.first))[0], max(value.end, feedback.end)
    if bond is None or reading.has("regardless", first, reading.sentence(last - 1)[1]):
        return 0.0
    if any(reading.has(section, first, last) for section in ("not", "even_if", "report_other")) and (
        bond is not Tie.OR_ELSE
    ):
        return 0.0
    if bond is Tie.NONE and (feedback.kind not in (Kind.GOOD, Kind.CHANGED) or reading.stops(first, last - 1) > 1):
        return 0.0
    if bond is Tie.OR_ELSE and not reading.has("unless", first, last):
        return 0.0
    if not feedback.certain and bond is Tie.NONE:
        return 0.0
    if bond is Tie.NONE and feedback.kind is Kind.CHANGED and feedback.start < value.start:
        wills = any(reading.before(section, value.start, 4) is not None for section in ("will", "could"))
        return PROMISED if wills else _OFFERED[bond]
    return _OFFERED.get(bond, 0.0)


def _pressures(reading: Reading, told: Sequence[Feedback], often: bool) -> Iterator[Inducement]:
    for feedback in told:
        if not _in_last_line(reading, feedback) or feedback.negated:
            continue
        if feedback.kind not in (Kind.CHANGED, Kind.GOOD, Kind.BAD):
            continue
        first = max(feedback.first - _PLEADING_REACH, 0)
        last = min(feedback.end + _PLEADING_REACH, len(reading.run))
        for section, confidence in (("harm", 0.85), ("plead", 0.85), ("must", 0.65)):
            place = reading.within(section, first, last)
            if section != "harm" and feedback.kind is not Kind.CHANGED:
                continue
            if place is not None and (section != "harm" or _tied_harm(reading, place, feedback)):
                end = reading.hits[section][place]
                yield _inducement(reading, feedback, (place, end), PRESSURE, confidence)
        if often and feedback.kind is Kind.CHANGED and feedback.certain:
            yield _inducement(reading, feedback, (feedback.first, feedback.end), PRESSURE, 0.7)


def _tied_harm(reading: Reading, place: int, feedback: Feedback) -> bool:
    start, end = sorted((place, feedback.start))
    return any(reading.has(section, max(start - 8, 0), end + 1) for section in ("or", "unless", "if", "until", "and"))


def _inducement(
    reading: Reading, feedback: Feedback, offer: tuple[int, int], kind: str, confidence: float
) -> Inducement:
    at, offered = reading.place(feedback.first, feedback.end), reading.place(*offer)
    return Inducement(
        at.message_id, at.start, at.end, offered.message_id, offered.start, offered.end, kind, round(confidence, 2)
    )
