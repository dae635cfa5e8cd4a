"""The buyer's side: demands tied to feedback, as a threat or as a promise."""

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Final

from evidence.demands.feedback import Feedback, Kind, mentions
from evidence.demands.glance import names_feedback
from evidence.demands.hearing import SURE, heard
from evidence.demands.inducements import INDUCEMENT
from evidence.demands.marks import marked
from evidence.demands.reading import Reading
from evidence.demands.speakers import Side
from evidence.demands.sureness import sureness
from evidence.demands.ties import FARTHEST
from evidence.demands.values import values
from evidence.demands.windows import Windows
from policy.facts import ChatLine, Inducement, Threat

LEAST: Final = 0.5
"""What is less sure is not shown."""
AFTER_AN_OFFER: Final = 0.7
"""A buyer who takes up the seller's own offer did not demand it."""
_ANSWERS_WITHIN: Final = 6
"""Messages after the seller's offer in which the buyer may still be answering it."""
_EACH_WAY: Final = 3


def threats(
    chat: Sequence[ChatLine], offers: Sequence[Inducement], published_at: datetime | None = None
) -> tuple[Threat, ...]:
    """At most one for each of the buyer's messages, the surest; in the order of the chat.

    By the rules, and where they are not sure, by all words. Once the review is published or feedback was spoken of,
    "I'll take it down" needs no other name for it.
    """
    side = Side.of(chat, of_buyer=True)
    answers = _answering(chat, side, offers)
    found = _found(chat, side, answers, published_at)
    for number, each in heard(Windows(chat, side), found):
        confidence = min(each.confidence, AFTER_AN_OFFER) if number in answers else each.confidence
        if number not in found or found[number].confidence < confidence:
            found[number] = replace(each, confidence=confidence)
    return tuple(found[number] for number in sorted(found))


def by_rules(
    chat: Sequence[ChatLine], offers: Sequence[Inducement], published_at: datetime | None = None
) -> tuple[Threat, ...]:
    """What the rules alone find."""
    side = Side.of(chat, of_buyer=True)
    return tuple(_found(chat, side, _answering(chat, side, offers), published_at).values())


def _answering(chat: Sequence[ChatLine], side: Side, offers: Sequence[Inducement]) -> Container[int]:
    """The buyer's lines that may still be answering an offer of the seller."""
    offered = {offer.message_id for offer in offers if offer.kind == INDUCEMENT}
    offered_at = [index for index, line in enumerate(chat) if line.message_id in offered]
    return {
        number
        for number, index in enumerate(side.indexes)
        if (place := bisect_left(offered_at, index)) and offered_at[place - 1] >= index - _ANSWERS_WITHIN
    }


def _found(
    chat: Sequence[ChatLine], side: Side, answers: Container[int], published_at: datetime | None
) -> dict[int, Threat]:
    known_from = _known_from(chat, published_at)
    found: dict[int, Threat] = {}
    for number, index in enumerate(side.indexes):
        best: Threat | None = None
        for read in (side.alone, side.with_those_before):
            if best and best.confidence >= SURE:
                break
            for reading in read(number):
                told = mentions(reading, spoken_of_before=index >= known_from)
                best = _surest(best, _pairs(reading, told, number in answers))
        if best:
            found[number] = best
    return found


def _known_from(chat: Sequence[ChatLine], published_at: datetime | None) -> int:
    """Where in the chat both sides know of which feedback is spoken."""
    for index, line in enumerate(chat):
        if (published_at is not None and line.sent_at > published_at) or names_feedback(line.text):
            return index
    return len(chat)


def _surest(best: Threat | None, others: Iterator[Threat]) -> Threat | None:
    return max(chain([best] if best else [], others), key=lambda each: each.confidence, default=None)


def _pairs(reading: Reading, told: Sequence[Feedback], answers: bool) -> Iterator[Threat]:
    wanted = values(reading) if told else []
    last = len(reading.lines) - 1
    for feedback in told:
        if feedback.kind is Kind.NAMED and not feedback.coercive:
            continue
        near = sorted(wanted, key=lambda each: abs(each.start - feedback.start))[: 2 * _EACH_WAY]
        for value in near:
            lines = reading.line_of[value.start], reading.line_of[feedback.start]
            if max(lines) != last or abs(value.start - feedback.start) > 2 * FARTHEST:
                continue
            confidence = sureness(reading, value, feedback)
            if answers:
                confidence = min(confidence, AFTER_AN_OFFER)
            if confidence >= LEAST:
                yield marked(reading, value, feedback, round(confidence, 2))
