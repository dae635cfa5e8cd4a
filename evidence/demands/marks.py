"""Where a threat is marked: the words of the demand, and those of the feedback that is tied to it."""

from collections.abc import Sequence
from typing import Final

from evidence.demands.features import words_of
from evidence.demands.feedback import Feedback, Kind
from evidence.demands.opinion import spoken
from evidence.demands.reading import Place, Reading
from evidence.demands.sureness import sureness
from evidence.demands.tokens import Stop
from evidence.demands.values import Value, Worth
from policy.facts import Threat

_MOST_PAIRS: Final = 8


def marked(reading: Reading, value: Value, feedback: Feedback, confidence: float) -> Threat:
    """The rules' pair."""
    return _threat(
        reading.place(feedback.first, feedback.end), reading.place(value.first, value.end), round(confidence, 2)
    )


def marked_by_words(
    reading: Reading, told: Sequence[Feedback], wanted: Sequence[Value], confidence: float
) -> Threat | None:
    """The likeliest pair that the lists know; for what they do not know the whole sentence that speaks most for it."""
    feedback, value = _pair(reading, told, wanted)
    sentence = _likeliest_sentence(reading)
    if sentence is None:
        return None
    at = reading.place(feedback.first, feedback.end) if feedback else sentence
    demand = reading.place(value.first, value.end) if value else sentence
    return _threat(at, demand, round(confidence, 2))


def _threat(at: Place, demand: Place, confidence: float) -> Threat:
    return Threat(at.message_id, at.start, at.end, demand.message_id, demand.start, demand.end, confidence)


def _pair(reading: Reading, told: Sequence[Feedback], wanted: Sequence[Value]) -> tuple[Feedback | None, Value | None]:
    apart = [
        (each, value)
        for each in told[:_MOST_PAIRS]
        for value in wanted[:_MOST_PAIRS]
        if not value.unwanted and (value.end <= each.first or each.end <= value.first)
    ]
    if apart:
        return max(apart, key=lambda pair: _fitness(reading, *pair))
    feedback = max(told, key=lambda each: (each.kind is not Kind.NAMED, each.coercive), default=None)
    if feedback:
        return feedback, None
    return None, max(wanted, key=lambda each: (each.worth is Worth.VALUE, each.asked), default=None)


def _fitness(reading: Reading, feedback: Feedback, value: Value) -> tuple[float, ...]:
    return (
        sureness(reading, value, feedback),
        feedback.kind is not Kind.NAMED,
        value.asked,
        value.worth is not Worth.OWED,
        -abs(value.start - feedback.start),
    )


def _likeliest_sentence(reading: Reading) -> Place | None:
    starts = [at for at, token in enumerate(reading.run) if token.stop is Stop.SENTENCE]
    sentences = list(zip(starts, [*starts[1:], len(reading.run)], strict=True))
    if not sentences:
        return None
    return reading.place(*max(sentences, key=lambda each: spoken(words_of(reading.run[slice(*each)]))))
