"""The buyer's side: demands tied to feedback, as a threat or as a promise."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Final

from evidence.demands.feedback import Feedback, Kind, mentions
from evidence.demands.inducements import INDUCEMENT
from evidence.demands.reading import Reading
from evidence.demands.speakers import Side
from evidence.demands.sureness import sureness
from evidence.demands.ties import FARTHEST
from evidence.demands.values import Value, values
from policy.facts import ChatLine, Inducement, Threat
from policy.inducement import names_feedback

LEAST: Final = 0.5
"""What is less sure is not shown."""
SURE: Final = 0.8
"""So sure that the lines before need not be read."""
AFTER_AN_OFFER: Final = 0.7
"""A buyer who takes up the seller's own offer did not demand it."""
_ANSWERS_WITHIN: Final = 6
"""Messages after the seller's offer in which the buyer may still be answering it."""
_EACH_WAY: Final = 3


def threats(
    chat: Sequence[ChatLine], offers: Sequence[Inducement], published_at: datetime | None = None
) -> tuple[Threat, ...]:
    """At most one for each of the buyer's messages, the surest; in the order of the chat.

    Once the review is published or feedback was spoken of, "I'll take it down" needs no other name for it.
    """
    offered = {offer.message_id for offer in offers if offer.kind == INDUCEMENT}
    offered_at = {index for index, line in enumerate(chat) if line.message_id in offered}
    known_from = _known_from(chat, published_at)
    found: list[Threat] = []
    side = Side.of(chat, of_buyer=True)
    for number, index in enumerate(side.indexes):
        answers = any(at in offered_at for at in range(index - _ANSWERS_WITHIN, index))
        best: Threat | None = None
        for read in (side.alone, side.with_those_before):
            if best and best.confidence >= SURE:
                break
            for reading in read(number):
                told = mentions(reading, spoken_of_before=index >= known_from)
                best = _surest(best, _pairs(reading, told, answers))
        if best:
            found.append(best)
    return tuple(found)


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
                yield _threat(reading, value, feedback, round(confidence, 2))


def _threat(reading: Reading, value: Value, feedback: Feedback, confidence: float) -> Threat:
    at = reading.place(feedback.first, feedback.end)
    demand = reading.place(value.first, value.end)
    return Threat(at.message_id, at.start, at.end, demand.message_id, demand.start, demand.end, confidence)
