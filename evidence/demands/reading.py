"""A few lines of one speaker as one run of tokens, with the phrases that stand in it and ways to look around."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

from evidence.demands.lexicon import Hits
from evidence.demands.tokens import Stop, Token

FARTHEST_IN_A_SENTENCE: Final = 60
"""Words each way that are looked at of a sentence without an end."""
_LONGEST_PHRASE: Final = 4


class Line(NamedTuple):
    """One message of the speaker."""

    message_id: str
    run: Sequence[Token]
    asks: bool
    """Whether it ends in a question mark."""


class Place(NamedTuple):
    """A stretch of one message, in its own characters."""

    message_id: str
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """Lines read together in one language. Positions below are of tokens, ends exclusive."""

    lines: Sequence[Line]
    run: Sequence[Token]
    line_of: Sequence[int]
    """For each token the line that it stands in."""
    hits: Hits

    @classmethod
    def of(cls, lines: Sequence[Line], found: Sequence[Hits]) -> "Reading":
        """Put lines together with what was found in each; no phrase runs over a line's end."""
        if len(lines) == 1:
            return cls(lines, lines[0].run, [0] * len(lines[0].run), found[0])
        run: list[Token] = []
        line_of: list[int] = []
        hits: dict[str, dict[int, int]] = {}
        for number, (line, own) in enumerate(zip(lines, found, strict=True)):
            ahead = len(run)
            for section, places in own.items():
                moved = {start + ahead: end + ahead for start, end in places.items()}
                hits.setdefault(section, {}).update(moved)
            run += line.run
            line_of += [number] * len(line.run)
        return cls(lines, run, line_of, hits)

    @cached_property
    def sentence_of(self) -> Sequence[int]:
        """For each token the sentence that it stands in."""
        return list(accumulate(int(token.stop is Stop.SENTENCE) for token in self.run))

    def before(self, section: str, place: int, reach: int) -> int | None:
        """Where the nearest phrase of the place's sentence begins that ends at most `reach` words before it."""
        places = self.hits.get(section)
        if not places or place >= len(self.run):
            return None
        sentence = self.sentence_of[place]
        for start in range(place - 1, max(place - reach - _LONGEST_PHRASE, -1), -1):
            if self.sentence_of[start] != sentence:
                return None
            end = places.get(start)
            if end is not None and place - reach <= end <= place:
                return start
        return None

    def within(self, section: str, start: int, end: int) -> int | None:
        """Where the first phrase of the section begins between the two places."""
        return min(self._between(section, start, end), default=None)

    def last_within(self, section: str, start: int, end: int) -> int | None:
        """Where the last phrase of the section begins between the two places."""
        return max(self._between(section, start, end), default=None)

    def has(self, section: str, start: int, end: int) -> bool:
        """Whether a phrase of the section begins between the two places."""
        return bool(self._between(section, start, end))

    def _between(self, section: str, start: int, end: int) -> Sequence[int]:
        places = self.hits.get(section)
        if not places or end <= start:
            return ()
        if len(places) < end - start:
            return [place for place in places if start <= place < end]
        return [place for place in range(start, end) if place in places]

    def sentence(self, place: int) -> tuple[int, int]:
        """The bounds of the sentence around the place, as far as they are near."""
        first, last = self._bounds[place]
        return max(first, place - FARTHEST_IN_A_SENTENCE), min(last, place + FARTHEST_IN_A_SENTENCE)

    @cached_property
    def _bounds(self) -> Sequence[tuple[int, int]]:
        bounds: list[tuple[int, int]] = []
        starts = [place for place, token in enumerate(self.run) if token.stop is Stop.SENTENCE]
        for first, last in zip(starts, [*starts[1:], len(self.run)], strict=True):
            bounds += [(first, last)] * (last - first)
        return bounds

    def stops(self, start: int, end: int) -> int:
        """How many sentences end between the two places."""
        last = len(self.run) - 1
        return self.sentence_of[min(end, last)] - self.sentence_of[min(start, last)] if self.run else 0

    def is_question(self, place: int) -> bool:
        """Whether the sentence around the place ends in a question mark."""
        last = self._bounds[place][1]
        if last < len(self.run) and self.line_of[last] == self.line_of[place]:
            return self.run[last].asks
        return self.lines[self.line_of[place]].asks

    def place(self, start: int, end: int) -> Place:
        """The stretch in its message; what runs over a message's end is cut there."""
        line = self.line_of[start]
        while end - 1 > start and self.line_of[end - 1] != line:
            end -= 1
        return Place(self.lines[line].message_id, self.run[start].start, self.run[end - 1].end)
