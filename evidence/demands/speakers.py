"""One side's messages of a chat, alone and with the two before, in the languages that they seem to be written in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from evidence.demands.glance import SPOKEN_OF, Vocabulary, Weight, counted, vote, words_of
from evidence.demands.lexicon import LANGUAGES, Hits, lexicon
from evidence.demands.reading import Line, Reading
from evidence.demands.tokens import ends_in_a_question, tokens
from evidence.demands.values import SECTIONS
from policy.facts import ChatLine

LINES_TOGETHER: Final = 3
"""A demand and what it is tied to stand in as many neighbouring messages of one side."""
_SECOND_LANGUAGE: Final = 0.7
"""A language that fits nearly as well as the best one, by this share, is read too."""
_TOLD_BY_THE_REST: Final = 0.2
_SPOKEN_OF: Final = frozenset(SPOKEN_OF)
_MOST_WORDS: Final = 3_000
"""Words of one message that are read; what is longer is no chat."""


@dataclass
class Side:
    """What one side said, line by line; a line is only read in full once somebody asks for it."""

    said: Sequence[ChatLine]
    indexes: Sequence[int]
    """Where each line stands in the whole chat."""
    vocabulary: Vocabulary
    votes: Sequence[int]
    """For each line how many of its words each language knows, see `glance.vote`."""
    _total: dict[str, int] = field(init=False)
    _lines: dict[int, Line] = field(default_factory=dict)
    _hits: dict[tuple[int, str], Hits] = field(default_factory=dict)
    _readings: dict[tuple[int, int, str], Reading] = field(default_factory=dict)
    _spoken_in: dict[int, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._total = counted(sum(self.votes))

    @classmethod
    def of(cls, chat: Sequence[ChatLine], *, of_buyer: bool) -> "Side":
        """The buyer's messages, or the others'."""
        spoken = [(index, line) for index, line in enumerate(chat) if line.from_buyer is of_buyer]
        words = [words_of(line.text) for _, line in spoken]
        return cls(
            [line for _, line in spoken],
            [index for index, _ in spoken],
            Vocabulary(words),
            [sum(map(vote, each[:_MOST_WORDS])) for each in words],
        )

    def line(self, number: int) -> Line:
        """One line in full."""
        if number not in self._lines:
            said = self.said[number]
            self._lines[number] = Line(said.message_id, tokens(said.text)[:_MOST_WORDS], ends_in_a_question(said.text))
        return self._lines[number]

    def lines(self, first: int, number: int) -> Sequence[Line]:
        """All lines from one to another in full."""
        return [self.line(each) for each in range(first, number + 1)]

    def may_speak(self, first: int, number: int, least: Weight) -> bool:
        """Whether one of these lines has a word for feedback, or that hints at it; most have none."""
        return any(
            self.vocabulary.has(each, language, least)
            for language in self._languages(first, number)
            for each in range(first, number + 1)
        )

    def has_any(self, sections: frozenset[str], first: int, number: int) -> bool:
        """Whether a phrase of one of the sections stands in one of these lines."""
        return any(
            not sections.isdisjoint(self._found(each, language))
            for language in self._languages(first, number)
            for each in range(first, number + 1)
        )

    def alone(self, number: int) -> Iterator[Reading]:
        """One line by itself, in each language that it may be in."""
        for language in self._languages(number, number):
            if not self.vocabulary.has(number, language, Weight.FEEDBACK):
                continue
            found = self._found(number, language)
            if _speaks_of_feedback(found):
                yield self._reading(number, number, language)

    def with_those_before(self, number: int) -> Iterator[Reading]:
        """A line and the two before it, where one of them speaks of feedback and another of something of value."""
        first = max(number + 1 - LINES_TOGETHER, 0)
        if first < number:
            for language in self._languages(first, number):
                if not any(self.vocabulary.has(each, language, Weight.FEEDBACK) for each in range(first, number + 1)):
                    continue
                found = [self._found(each, language) for each in range(first, number + 1)]
                if _apart(found):
                    yield self._reading(first, number, language)

    def together(self, first: int, number: int) -> Iterator[Reading]:
        """All lines from one to another, whatever they speak of."""
        for language in self._languages(first, number):
            yield self._reading(first, number, language)

    def _reading(self, first: int, number: int, language: str) -> Reading:
        key = first, number, language
        if key not in self._readings:
            found = [self._found(each, language) for each in range(first, number + 1)]
            self._readings[key] = Reading.of(self.lines(first, number), found)
        return self._readings[key]

    def _found(self, number: int, language: str) -> Hits:
        key = number, language
        if key not in self._hits:
            self._hits[key] = lexicon(language).hits(self.line(number).run)
        return self._hits[key]

    def _languages(self, first: int, last: int) -> Sequence[str]:
        """The language that most words belong to, and the next one where it is close."""
        votes = sum(self.votes[first : last + 1])
        if votes not in self._spoken_in:
            said = counted(votes)
            whole = sum(self._total.values()) or 1
            bonus = _TOLD_BY_THE_REST * sum(said.values()) + 1
            weighed = {name: said[name] + bonus * self._total[name] / whole for name in LANGUAGES}
            best = max(weighed.values())
            near = [name for name in LANGUAGES if weighed[name] >= _SECOND_LANGUAGE * best] if best else ["en"]
            self._spoken_in[votes] = near
        return self._spoken_in[votes]


def _speaks_of_feedback(found: Hits) -> bool:
    return not _SPOKEN_OF.isdisjoint(found)


def _apart(found: Sequence[Hits]) -> bool:
    """Whether the last line has what one of those before it needs, feedback or something of value."""
    feedback = [_speaks_of_feedback(hits) for hits in found]
    value = [any(section in hits for section in SECTIONS) for hits in found]
    return (feedback[-1] and any(value[:-1])) or (value[-1] and any(feedback[:-1]))
