"""Where somebody speaks of money, goods or services that the other side is to give, and how."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from evidence.demands.reading import Reading
from evidence.demands.tokens import Stop

_ASK_REACH: Final = 5
_HAD_REACH: Final = 3
_THING_WORDS: Final = 4
_MOST: Final = 60


class Worth(Enum):
    """What it is to the one who is to give it."""

    VALUE = auto()
    """Money back, a discount, something more."""
    THING = auto()
    """Something that the words do not tell to be more than what was ordered: "send me the premium pack"."""
    OWED = auto()
    """What was ordered and paid for: to ship, to answer, to finish."""


SECTIONS: Final = ("value", "amount", "more", "owed", "give_me")
"""Where words of value are listed."""
_WORTH: Final = {"thing": Worth.THING, "owed": Worth.OWED}


@dataclass(frozen=True, slots=True)
class Value:
    """One mention. Positions are of tokens, ends exclusive."""

    worth: Worth
    start: int
    end: int
    first: int
    """Where it is asked for or offered ("give me…"); at most `start`."""
    asked: bool
    unwanted: bool
    """"I don't want a refund"."""


def values(reading: Reading) -> list[Value]:
    """What is to be given, in the order of the text; what was already given is passed over."""
    found: list[Value] = []
    spans = sorted(
        [
            (start, end, section)
            for section in ("value", "amount", "more", "owed")
            for start, end in reading.hits.get(section, {}).items()
        ]
        + [(start, end, "thing") for start, end in _things(reading)]
    )
    for start, end, section in spans:
        asked = _ask_before(reading, start, end)
        if section in ("amount", "more") and asked is None and not _bare(reading, start, section):
            continue
        first = start if asked is None else min(asked, start)
        if _had(reading, first, start) or reading.has("had_after", end, end + 2):
            continue
        value = Value(
            _WORTH.get(section, Worth.VALUE),
            start,
            end,
            first,
            asked is not None,
            reading.before("wish_not", start, 4) is not None and reading.before("refuse", start, 4) is None,
        )
        if found and (joined := _joined(reading, found[-1], value)):
            found[-1] = joined
        else:
            found.append(value)
    return found[:_MOST]


def _things(reading: Reading) -> Iterator[tuple[int, int]]:
    """What follows "give me", unless it is only told or shown: "send me the tracking number"."""
    for start, end in reading.hits.get("give_me", {}).items():
        last = end
        while last < min(end + _THING_WORDS, len(reading.run)) and reading.run[last].stop is Stop.NONE:
            if any(last in reading.hits.get(section, {}) for section in ("or", "and", "if", "unless")):
                break
            last += 1
        if last > end and not any(reading.has(section, end, last) for section in ("info", "owed", "feedback")):
            yield start, last


def _ask_before(reading: Reading, start: int, end: int) -> int | None:
    at = reading.within("ask", start, end)
    before = reading.before("ask", start, _ASK_REACH)
    if before is not None and not any(reading.has(each, before + 1, start) for each in ("or", "feedback")):
        return before
    if at is not None:
        return at
    after = reading.within("ask", end, end + 3)
    return start if after is not None and not reading.stops(start, after) else None


def _bare(reading: Reading, start: int, section: str) -> bool:
    """Whether an amount opens its sentence or is a price or a condition: "for an extra 1000 coins", "unless 15 €"."""
    if section == "amount" and reading.before("no", start, 2) is not None:
        return True
    openings = ("exchange", "unless", "if", "once")
    return reading.run[start].stop is Stop.SENTENCE or any(
        reading.before(opening, start, 2) is not None for opening in openings
    )


def _had(reading: Reading, first: int, start: int) -> bool:
    had = reading.before("have", start, _HAD_REACH)
    if had is None:
        return False
    return not any(reading.has(section, had, start) for section in ("if", "once")) and (
        reading.before("if", had, 3) is None and reading.before("once", had, 3) is None
    )


def _joined(reading: Reading, one: Value, other: Value) -> Value | None:
    """Two mentions of one thing: "a refund of 20 euros"."""
    if other.first > one.end + 2 or reading.stops(one.start, other.start):
        return None
    if any(reading.has(section, one.end, other.start) for section in ("or", "if", "unless", "feedback")):
        return None
    return Value(
        min(one.worth, other.worth, key=list(Worth).index),
        one.start,
        max(one.end, other.end),
        min(one.first, other.first),
        one.asked or other.asked,
        one.unwanted or other.unwanted,
    )
