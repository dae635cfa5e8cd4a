"""What the second reader looks at: one of the buyer's lines with the two before it, and what the rules see there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from evidence.demands.features import of_lists, of_rules, words_of
from evidence.demands.feedback import Feedback, mentions
from evidence.demands.glance import names_feedback
from evidence.demands.opinion import EARLIER, listed, scale, spoken
from evidence.demands.reading import Reading
from evidence.demands.speakers import LINES_TOGETHER, Side
from evidence.demands.sureness import sureness
from evidence.demands.values import Value, values
from policy.facts import ChatLine

_JUST_BEFORE: Final = 2
"""Messages before the buyer's line in which the seller's words about feedback still set its topic."""
_MOST_PAIRS: Final = 8
_HOPELESS: Final = -1.5
"""Words that speak so much against a demand need no second look."""


class Window(NamedTuple):
    """The lines in the language in which the lists know most of them."""

    reading: Reading
    told: Sequence[Feedback]
    wanted: Sequence[Value]
    places: tuple[int, ...]
    """What the lists and the rules tell, as places among the features."""


@dataclass
class Windows:
    """One side's lines, each alone and with those before it."""

    chat: Sequence[ChatLine]
    side: Side
    _spoken: dict[int, tuple[float, int]] = field(default_factory=dict)
    _seen: dict[tuple[int, int], Window] = field(default_factory=dict)

    def first(self, number: int) -> int:
        """The first line that is read together with this one."""
        return max(number + 1 - LINES_TOGETHER, 0)

    def score(self, first: int, number: int) -> float | None:
        """What speaks for a demand in these lines; None where their words rule it out."""
        lines = [self._line(each) for each in range(first, number + 1)]
        factor = scale(sum(words for _, words in lines))
        said = factor * (lines[-1][0] + EARLIER * sum(score for score, _ in lines[:-1]))
        return said + listed(self.at(first, number).places) if said > _HOPELESS else None

    def _line(self, number: int) -> tuple[float, int]:
        if number not in self._spoken:
            words = words_of(self.side.line(number).run)
            self._spoken[number] = spoken(words), len(words)
        return self._spoken[number]

    def at(self, first: int, number: int) -> Window:
        """These lines, with what the rules see in them."""
        if (first, number) not in self._seen:
            self._seen = {(first, number): self._look(first, number)}
        return self._seen[first, number]

    def _look(self, first: int, number: int) -> Window:
        index = self.side.indexes[first]
        before = [line for line in self.chat[max(index - _JUST_BEFORE, 0) : index] if names_feedback(line.text)]
        between = self.chat[index : self.side.indexes[number]]
        topic = any(not line.from_buyer and names_feedback(line.text) for line in between[-_JUST_BEFORE:])
        read = [
            _window(reading, spoken_of_before=bool(before), topic=topic or any(not line.from_buyer for line in before))
            for reading in self.side.together(first, number)
        ]
        return max(read, key=lambda each: len(each.places))


def _window(reading: Reading, *, spoken_of_before: bool, topic: bool) -> Window:
    told = mentions(reading, spoken_of_before=spoken_of_before)
    wanted = values(reading)
    pairs = [(value, feedback) for feedback in told[:_MOST_PAIRS] for value in wanted[:_MOST_PAIRS]]
    tied = max((sureness(reading, value, feedback) for value, feedback in pairs), default=0.0)
    places = (*of_lists(reading), *of_rules(reading, told, wanted, tied, topic=topic))
    return Window(reading, told, wanted, places)
