"""What ties a thing of value to feedback: "or", "unless", "if", "and then", "in exchange for"."""

from enum import Enum, auto
from typing import Final

from evidence.demands.feedback import Feedback, Kind
from evidence.demands.reading import Reading
from evidence.demands.tokens import Stop
from evidence.demands.values import Value

FARTHEST: Final = 40
"""Words between the two, beyond which nothing ties them."""
_OR_REACH: Final = 9
_IF_REACH: Final = 8


class Tie(Enum):
    """How the two hang together; the value is what is to be given."""

    OR_ELSE = auto()
    """The value, or the feedback: also "unless", "if you don't"."""
    IF = auto()
    """The feedback, if the value is given."""
    ONCE = auto()
    """The same with "when" or "as soon as", which may only tell the order of things."""
    THEN = auto()
    """The value "and" the feedback, or the feedback "and" the value."""
    IF_FEEDBACK = auto()
    """The value, if the feedback is given."""
    EXCHANGE = auto()
    """One "for" the other."""
    CHOICE = auto()
    """The feedback "or" the value, to choose from."""
    ANSWER = auto()
    """The value was asked for, and the feedback begins with "then"."""
    NONE = auto()
    """They only stand side by side."""


def tie(reading: Reading, value: Value, feedback: Feedback) -> Tie | None:
    """How the two are tied; None where they are too far apart or the value is not wanted at all."""
    if value.start < feedback.end and feedback.start < value.end:
        return None
    if value.start < feedback.start:
        return _value_first(reading, value, feedback)
    return _feedback_first(reading, value, feedback)


def _value_first(reading: Reading, value: Value, feedback: Feedback) -> Tie | None:
    if feedback.start - value.end > FARTHEST:
        return None
    stops = reading.stops(value.end - 1, feedback.start)
    opening = min(value.first, value.start)
    condition = _condition(reading, opening, value.start)
    if condition is not None and stops <= 1:
        if _lacks(reading, condition, value, feedback):
            return Tie.OR_ELSE
        if condition in reading.hits.get("unless", {}):
            return Tie.OR_ELSE
        if feedback.kind is not Kind.BAD or feedback.negated:
            return Tie.IF if condition in reading.hits.get("if", {}) else Tie.ONCE
    if (after := _condition_after(reading, value.end, feedback.start)) is not None:
        return after if after is Tie.OR_ELSE or feedback.kind is not Kind.BAD or feedback.negated else None
    last = reading.last_within("or", max(value.end, feedback.first - _OR_REACH), feedback.start)
    if (
        last is not None
        and not reading.stops(last, feedback.start)
        and not _another_value(reading, last, feedback.first)
    ):
        return Tie.OR_ELSE
    if condition is None and _none_of(reading, value) and not stops:
        kept = feedback.negated or any(reading.has(section, value.end, feedback.start) for section in ("not", "no"))
        return Tie.OR_ELSE if kept or feedback.kind is Kind.BAD else None
    equals = reading.within("equals", value.end, feedback.first + 1)
    if equals is not None and feedback.first - equals <= 4:
        return Tie.EXCHANGE
    middle = reading.before("if", feedback.first, 4) or reading.before("once", feedback.first, 4)
    if middle is not None and middle >= value.end - 1:
        return Tie.IF_FEEDBACK
    priced = reading.before("exchange", value.first, 1) is not None and feedback.kind is not Kind.BAD
    if stops <= 1 and (reading.before("exchange", feedback.first, 3) is not None or (priced and not stops)):
        return Tie.EXCHANGE
    if _answers(reading, value, feedback):
        return Tie.ANSWER
    if stops <= 1:
        near = reading.before("and", feedback.first, 3) or reading.within("and", feedback.first, feedback.start)
        if near is not None and near >= value.end - 1:
            return Tie.THEN
        if feedback.meant and value.asked and reading.run[feedback.first].stop is Stop.PAUSE:
            return Tie.THEN
    return Tie.NONE


def _feedback_first(reading: Reading, value: Value, feedback: Feedback) -> Tie | None:
    if value.start - feedback.end > FARTHEST:
        return None
    stops = reading.stops(feedback.end - 1, value.start)
    if reading.has("if_after", feedback.end, min(feedback.end + 3, value.start)):
        return Tie.IF_FEEDBACK
    if value.asked and stops <= 1 and value.start - feedback.end <= _OR_REACH and _begins_with_or(reading, feedback):
        return Tie.OR_ELSE
    if stops <= 1 and (after := _condition_after(reading, value.end, value.end + 4)) is not None:
        return after if after is Tie.OR_ELSE or feedback.kind is not Kind.BAD or feedback.negated else None
    if stops <= 1:
        for section in ("unless", "if", "once"):
            found = reading.before(section, value.start, _IF_REACH)
            if found is None or found < feedback.end:
                continue
            if section == "unless" or _lacks(reading, found, value, feedback):
                return Tie.OR_ELSE
            if feedback.kind is not Kind.BAD or feedback.negated:
                return Tie.IF if section == "if" else Tie.ONCE
        condition = _condition(reading, feedback.first, feedback.start)
        if condition is not None:
            return Tie.IF_FEEDBACK
        swap = reading.within("exchange", feedback.end, value.start)
        if swap is not None and swap - feedback.end <= 3 and feedback.kind is not Kind.NAMED:
            return Tie.EXCHANGE
        if not stops and reading.before("exchange", feedback.first, 3) is not None:
            return Tie.EXCHANGE
        choice = reading.within("or", feedback.end, value.first + 1)
        if choice is not None and value.first - choice <= 4 and choice - feedback.end <= 3:
            return Tie.CHOICE
        link = reading.within("and", feedback.end, value.first + 1)
        if link is not None and value.first - link <= 5:
            return Tie.THEN
    return Tie.NONE


def _answers(reading: Reading, value: Value, feedback: Feedback) -> bool:
    """Whether the feedback is said in answer to a demand that was not met: "then expect one star"."""
    then = reading.before("then", feedback.first, 5)
    if then is not None and then >= value.end and reading.stops(value.end - 1, feedback.start):
        return True
    apart = reading.line_of[value.start] != reading.line_of[feedback.start]
    return apart and feedback.kind is Kind.BAD and is_addressed(reading, feedback)


def is_addressed(reading: Reading, feedback: Feedback) -> bool:
    """Whether it is said as what the other side will get: "expect one star", "one star it is"."""
    return reading.has("get", feedback.first - 1, feedback.start) or reading.has(
        "follows", feedback.end, feedback.end + 2
    )


def _begins_with_or(reading: Reading, feedback: Feedback) -> bool:
    """ "Otherwise one star, so send me a voucher"."""
    found = reading.before("or", feedback.first, 2)
    if found is None and feedback.first < feedback.start:
        found = reading.within("or", feedback.first, feedback.start)
    return found is not None and reading.run[found].stop is Stop.SENTENCE


def _condition(reading: Reading, opening: int, start: int) -> int | None:
    """Where the "if", "once" or "unless" stands that governs what begins here."""
    for section in ("unless", "if", "once"):
        found = reading.before(section, opening, _IF_REACH)
        if found is None:
            found = reading.within(section, opening, start)
        if found is not None and not _closed(reading, found, opening):
            return found
    return None


def _condition_after(reading: Reading, end: int, last: int) -> Tie | None:
    """The condition where a language puts it behind the value, as Turkish does."""
    last = min(last, end + 4)
    if reading.has("unless_after", end - 1, last):
        return Tie.OR_ELSE
    return Tie.IF if reading.has("if_after", end - 1, last) else None


def _closed(reading: Reading, condition: int, opening: int) -> bool:
    """Whether the condition's own clause ended before: "if it is late, refund me"."""
    return any(token.stop is not Stop.NONE for token in reading.run[condition + 1 : opening + 1]) and any(
        reading.has(section, condition + 1, opening) for section in ("will", "ask", "feedback")
    )


def _lacks(reading: Reading, condition: int, value: Value, feedback: Feedback) -> bool:
    """Whether the condition is that the value is not given."""
    last = value.end + 6
    if value.start < feedback.start:
        last = min(last, feedback.first)
    first = condition if condition < value.start else value.first
    _, sentence_end = reading.sentence(value.start)
    if any(reading.has(section, first, value.end) for section in ("not", "no", "refuse")):
        return True
    after = reading.within("not", value.end, min(last, sentence_end))
    if after is None or reading.has("or", value.end, after + 1):
        return False
    return not (feedback.negated and feedback.first - after <= 2)


def _none_of(reading: Reading, value: Value) -> bool:
    """ "No refund", "without a discount"."""
    return not value.unwanted and any(
        reading.before(section, value.start, 1) is not None or reading.before(section, value.first, 1) is not None
        for section in ("no", "refuse")
    )


def _another_value(reading: Reading, last: int, first: int) -> bool:
    """Whether the "or" leads to another thing of value and not to the feedback: "a refund or a discount"."""
    return any(reading.has(section, last + 1, min(last + 4, first)) for section in ("value", "good"))
