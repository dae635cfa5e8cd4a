"""The second reader's threats: demands tied to feedback in words that the rules do not put together."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from evidence.demands.feedback import Kind
from evidence.demands.glance import LEVERS, Weight
from evidence.demands.marks import marked_by_words
from evidence.demands.opinion import probability
from evidence.demands.reading import Reading
from evidence.demands.values import SECTIONS
from evidence.demands.windows import Window, Windows
from policy.facts import Threat

SURE: Final = 0.8
"""So sure that nothing else need be read, and that the ground proposes it."""
LIKELY: Final = 0.6
"""From this probability on the second reader is sure: chosen on chats that it did not learn from."""
LIKELY_TOGETHER: Final = 0.85
"""The same of several lines, which may speak of money and of feedback without tying them."""
POSSIBLE: Final = 0.45
"""From here on an agent is shown the words."""
_SUREST: Final = 0.95
_DOUBTFUL: Final = 0.6
"""How sure it is at most of what is only possible, or marked as a joke or as no condition."""

_LEVERS: Final = frozenset(LEVERS)
_DEMANDS: Final = (*SECTIONS, "ask", "free", "sways", "exchange", "decide")
"""Words of what is demanded, without which no demand is sure."""


def heard(windows: Windows, known: Mapping[int, Threat]) -> Iterator[tuple[int, Threat]]:
    """Threats by the number of the buyer's line; what stands beside a sure one belongs to it and is not told again."""
    sure = {number for number, each in known.items() if each.confidence >= SURE}
    for number in range(len(windows.side.said)):
        before = windows.first(number)
        if any(each in sure for each in range(before, number + 1)):
            continue
        threat = _heard(windows, number, number, LIKELY)
        if before < number and (threat is None or threat.confidence < SURE):
            threat = _heard(windows, before, number, LIKELY_TOGETHER) or threat
        if threat:
            if threat.confidence >= SURE:
                sure.add(number)
            yield number, threat


def _heard(windows: Windows, first: int, number: int, least: float) -> Threat | None:
    side = windows.side
    if not side.may_speak(first, number, Weight.HINT) or not side.has_any(_LEVERS, first, number):
        return None
    score = windows.score(first, number)
    likely = 0.0 if score is None else probability(score)
    if likely < POSSIBLE:
        return None
    window = windows.at(first, number)
    reading, told, wanted, _ = window
    confidence = _DOUBTFUL if likely < least else SURE + (_SUREST - SURE) * (likely - least) / (1 - least)
    if not told and not _has_any(reading, LEVERS):
        return None
    if _is_taken_back(reading) or _is_dispute(window) or not _has_any(reading, _DEMANDS):
        confidence = min(confidence, _DOUBTFUL)
    return marked_by_words(reading, told, wanted, confidence)


def _has_any(reading: Reading, sections: Sequence[str]) -> bool:
    return any(section in reading.hits for section in sections)


def _is_dispute(window: Window) -> bool:
    """Whether a claim or a report is held out, and feedback at most named."""
    return "dispute" in window.reading.hits and all(each.kind is Kind.NAMED for each in window.told)


def _is_taken_back(reading: Reading) -> bool:
    """Whether the last line marks a joke, or says that nothing depends on it."""
    last = len(reading.lines) - 1
    said = {
        section
        for section in ("joke", "serious", "regardless")
        for place in reading.hits.get(section, {})
        if reading.line_of[place] == last
    }
    return "regardless" in said or ("joke" in said and "serious" not in said)
