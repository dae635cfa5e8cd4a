"""How sure it is that a buyer tied a demand to feedback, from 0 to 1, by what ties the two and what unties them."""

from typing import Final

from evidence.demands.feedback import Feedback, Kind
from evidence.demands.reading import Reading
from evidence.demands.ties import Tie, is_addressed, tie
from evidence.demands.values import Value, Worth

OWED_AT_MOST: Final = 0.7
"""To demand what was paid for is close to a plain complaint; a person reads it."""
THING_AT_MOST: Final = 0.82
"""What is demanded may be more than what was ordered, or not."""
ANSWERED: Final = 0.82
"""A demand was not met, and "then expect one star" follows."""
SWAYED: Final = 0.84
"""A bad review is announced, and something of value "would change my mind"."""
HINTED: Final = 0.81
"""A change is dangled beside what is asked for: "I could edit my review. I want 50 gold."."""
COERCED: Final = 0.9
"""Something to fear or to earn, and tied: "if you want a good review, add a skin"."""
COERCED_BESIDE: Final = 0.86
"""The same with a demand that only stands beside it."""
COERCED_IN_PASSING: Final = 0.6
"""The same, where something of value is named and not asked for."""
_ONLY_IT: Final = 0.06
"""Taken off where only "it" stands for the feedback."""
_UNNAMED: Final = 0.1
"""Taken off where feedback is announced without a word of how it will be."""
_HONEST: Final = 0.12
"""Taken off where it is to be honest."""
_LOOSER: Final = 0.2
"""Taken off a promise of praise that is a question, stands in another message or is for what only has to work."""

_CONTRAST_REACH: Final = 8

_THREAT: Final = {
    Tie.OR_ELSE: 0.93,
    Tie.CHOICE: 0.82,
    Tie.ANSWER: 0.7,
    Tie.THEN: 0.6,
    Tie.NONE: 0.58,
    Tie.EXCHANGE: 0.5,
}
_PROMISE: Final = {
    Tie.IF: 0.9,
    Tie.ONCE: 0.8,
    Tie.THEN: 0.88,
    Tie.EXCHANGE: 0.88,
    Tie.OR_ELSE: 0.9,
    Tie.ANSWER: 0.82,
    Tie.IF_FEEDBACK: 0.8,
    Tie.NONE: 0.6,
}
_PRAISE: Final = {Tie.IF: 0.82, Tie.ONCE: 0.65, Tie.THEN: 0.84, Tie.EXCHANGE: 0.84, Tie.IF_FEEDBACK: 0.65}


def sureness(reading: Reading, value: Value, feedback: Feedback) -> float:
    """How sure it is that this value is demanded for this feedback; 0 where it is not."""
    bond = tie(reading, value, feedback)
    if bond is None or _is_told_of_others(reading, value, feedback, bond) or _is_untied(reading, value, feedback):
        return 0.0
    sure = _by_tie(reading, value, feedback, bond)
    if sure and not feedback.certain:
        sure -= _ONLY_IT
    if value.worth is Worth.THING:
        sure = min(sure, THING_AT_MOST)
    if value.worth is Worth.OWED:
        sure = 0.0 if _praises(feedback) else min(sure, OWED_AT_MOST)
    return sure


def _by_tie(reading: Reading, value: Value, feedback: Feedback, bond: Tie) -> float:
    if value.unwanted and bond is not Tie.OR_ELSE:
        return 0.0
    kind, negated = feedback.kind, feedback.negated
    if feedback.coercive and kind is not Kind.CHANGED:
        return _coerced(reading, value, feedback, bond)
    if kind is Kind.CHANGED and feedback.negated and bond is not Tie.OR_ELSE:
        return 0.0
    if feedback.past:
        return 0.0
    if kind is Kind.GOOD and bond is Tie.OR_ELSE:
        negated = negated or any(reading.has(section, value.end, feedback.start) for section in ("not", "no"))
    if (kind in (Kind.BAD, Kind.ANY) and not negated) or (kind is Kind.GOOD and negated):
        return _threatened(reading, value, feedback, bond)
    if kind is Kind.CHANGED and feedback.coercive:
        return max(_promised(reading, value, feedback, bond), _coerced(reading, value, feedback, bond))
    if kind is Kind.CHANGED or (kind is Kind.BAD and negated):
        return _promised(reading, value, feedback, bond)
    return _praised(reading, value, feedback, bond) if kind is Kind.GOOD else 0.0


def _coerced(reading: Reading, value: Value, feedback: Feedback, bond: Tie) -> float:
    if bond in (Tie.OR_ELSE, Tie.CHOICE, Tie.IF, Tie.EXCHANGE):
        return COERCED
    return COERCED_BESIDE if value.asked and not value.unwanted else COERCED_IN_PASSING


def _threatened(reading: Reading, value: Value, feedback: Feedback, bond: Tie) -> float:
    if bond in (Tie.NONE, Tie.THEN, Tie.ANSWER) and not (value.asked and feedback.meant):
        return 0.0
    if bond is Tie.CHOICE and feedback.kind is not Kind.BAD:
        return 0.0
    if reading.has("sways", value.end, value.end + 5):
        return SWAYED
    if bond is Tie.OR_ELSE and _praise_between(reading, value, feedback):
        return 0.0
    if bond is Tie.ANSWER and is_addressed(reading, feedback):
        return ANSWERED
    sure = _THREAT.get(bond, 0.0)
    if feedback.kind is Kind.ANY:
        sure -= _UNNAMED
        if bond is not Tie.OR_ELSE:
            return 0.0
    if reading.has("honest", feedback.first, feedback.start) and feedback.kind is Kind.ANY:
        sure -= _HONEST
    return sure


def _promised(reading: Reading, value: Value, feedback: Feedback, bond: Tie) -> float:
    if _works(reading, value):
        return 0.0
    if bond is Tie.NONE and (feedback.kind is Kind.BAD or not value.asked):
        return 0.0
    if bond is Tie.NONE and _could(reading, feedback):
        return HINTED
    if bond is Tie.THEN and not (value.asked or value.start < feedback.start):
        return 0.0
    if bond is Tie.THEN and not feedback.meant and reading.stops(*sorted((value.start, feedback.start))):
        return 0.0
    return _PROMISE.get(bond, 0.0)


def _praised(reading: Reading, value: Value, feedback: Feedback, bond: Tie) -> float:
    """Praise for something of value; with "otherwise one star" after it, no less than a threat."""
    sure = _PRAISE.get(bond, 0.0)
    last = max(value.end, feedback.end)
    if sure and reading.has("or", last, last + _CONTRAST_REACH):
        return _PROMISE[Tie.IF]
    if bond in (Tie.THEN, Tie.ONCE) and not feedback.meant:
        return 0.0
    asking = reading.is_question(value.start) or reading.is_question(feedback.start)
    apart = reading.line_of[value.start] != reading.line_of[feedback.start]
    return sure - _LOOSER * (asking + apart + _works(reading, value))


def _could(reading: Reading, feedback: Feedback) -> bool:
    """Whether a change is dangled: "I could edit my review"."""
    return reading.has("could", feedback.first, min(feedback.end + 4, len(reading.run)))


def _praises(feedback: Feedback) -> bool:
    return feedback.kind is Kind.GOOD and not feedback.negated


def _works(reading: Reading, value: Value) -> bool:
    """Whether what was given is only to work: "if the replacement arrives"."""
    return reading.has("works", value.end, value.end + 3)


def _praise_between(reading: Reading, value: Value, feedback: Feedback) -> bool:
    return value.end < feedback.first and reading.has("good", value.end, feedback.first)


def _is_told_of_others(reading: Reading, value: Value, feedback: Feedback, bond: Tie) -> bool:
    """Whether somebody else's words or deeds are told, or a question is asked about the rules."""
    opening = min(value.first, feedback.first)
    first, _ = reading.sentence(opening)
    last = max(value.end, feedback.end)
    if reading.has("report_other", first, last) and not reading.has("report_other", feedback.start, feedback.end):
        return True
    if reading.has("report_seller", first, last) and bond not in (Tie.OR_ELSE, Tie.ANSWER, Tie.NONE):
        return True
    line_end = min(last + 12, len(reading.run))
    if bond in (Tie.IF, Tie.ONCE, Tie.EXCHANGE, Tie.THEN, Tie.IF_FEEDBACK) and reading.has("declines", first, line_end):
        return True
    asked = reading.within("whether", first, min(opening + 2, last))
    if asked is not None and asked <= value.first and asked <= feedback.first:
        return True
    return feedback.kind is not Kind.BAD and reading.has(
        "whether", reading.sentence(feedback.first)[0], feedback.first + 1
    )


def _is_untied(reading: Reading, value: Value, feedback: Feedback) -> bool:
    """Whether the speaker unties them ("either way") or marks a joke."""
    first, _ = reading.sentence(min(value.first, feedback.first))
    _, last = reading.sentence(max(value.end, feedback.end) - 1)
    end = min(last + 6, len(reading.run))
    if any(reading.has(section, first, last) for section in ("regardless", "even_if")):
        return True
    return reading.has("joke", max(first - 4, 0), end) and not reading.has("serious", max(first - 4, 0), end)
