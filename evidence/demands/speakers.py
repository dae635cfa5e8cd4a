"""One side's messages of a chat, alone and with the two before, in the languages that they seem to be written in."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from evidence.demands.feedback import ANCHORS
from evidence.demands.lexicon import LANGUAGES, Hits, languages_of, lexicon
from evidence.demands.reading import Line, Reading
from evidence.demands.tokens import ends_in_a_question, tokens
from evidence.demands.values import SECTIONS
from policy.facts import ChatLine

LINES_TOGETHER: Final = 3
"""A demand and what it is tied to stand in as many neighbouring messages of one side."""
_SECOND_LANGUAGE: Final = 0.7
"""A language that fits nearly as well as the best one, by this share, is read too."""
_TOLD_BY_THE_REST: Final = 0.2
_MOST_WORDS: Final = 3_000
"""Words of one message that are read; what is longer is no chat."""


@dataclass
class Side:
    """What one side said, line by line, and what was found in each line in each language."""

    lines: Sequence[Line]
    indexes: Sequence[int]
    """Where each line stands in the whole chat."""
    votes: Sequence[Counter[str]]
    """For each line how many of its words each language knows."""
    total: Counter[str]
    _hits: dict[tuple[int, str], Hits] = field(default_factory=dict)

    @classmethod
    def of(cls, chat: Sequence[ChatLine], *, of_buyer: bool) -> "Side":
        """The buyer's messages, or the others'."""
        spoken = [(index, line) for index, line in enumerate(chat) if line.from_buyer is of_buyer]
        lines = [
            Line(line.message_id, tokens(line.text)[:_MOST_WORDS], ends_in_a_question(line.text)) for _, line in spoken
        ]
        votes = [_votes(token.text for token in line.run) for line in lines]
        total: Counter[str] = Counter()
        for each in votes:
            total.update(each)
        return cls(lines, [index for index, _ in spoken], votes, total)

    def alone(self, number: int) -> Iterator[Reading]:
        """One line by itself, in each language that it may be in."""
        for language in self._languages(number, number):
            found = self._found(number, language)
            if _speaks_of_feedback(found):
                yield Reading.of([self.lines[number]], [found])

    def with_those_before(self, number: int) -> Iterator[Reading]:
        """A line and the two before it, where one of them speaks of feedback and another of something of value."""
        first = max(number + 1 - LINES_TOGETHER, 0)
        if first < number:
            for language in self._languages(first, number):
                found = [self._found(each, language) for each in range(first, number + 1)]
                if _apart(found):
                    yield Reading.of(self.lines[first : number + 1], found)

    def _found(self, number: int, language: str) -> Hits:
        key = number, language
        if key not in self._hits:
            self._hits[key] = lexicon(language).hits(self.lines[number].run)
        return self._hits[key]

    def _languages(self, first: int, last: int) -> list[str]:
        """The language that most words belong to, and the next one where it is close."""
        said = {name: sum(votes[name] for votes in self.votes[first : last + 1]) for name in LANGUAGES}
        whole = self.total.total() or 1
        bonus = _TOLD_BY_THE_REST * sum(said.values()) + 1
        weighed = {name: said[name] + bonus * self.total[name] / whole for name in LANGUAGES}
        best = max(weighed.values())
        return [name for name in LANGUAGES if weighed[name] >= _SECOND_LANGUAGE * best] if best else ["en"]


def _votes(words: Iterable[str]) -> Counter[str]:
    return Counter(name for word in words for name in languages_of(word))


def _speaks_of_feedback(found: Hits) -> bool:
    return any(section in found for section in (*ANCHORS, "change"))


def _apart(found: Sequence[Hits]) -> bool:
    """Whether the last line has what one of those before it needs, feedback or something of value."""
    feedback = [_speaks_of_feedback(hits) for hits in found]
    value = [any(section in hits for section in SECTIONS) for hits in found]
    return (feedback[-1] and any(value[:-1])) or (value[-1] and any(feedback[:-1]))
