"""Two readers of one clause: the word lists, which can be looked up, and the second reader, which weighs every word.

Where they agree a clause is surely about their subject. Where the lists know nothing, the second reader alone is
believed only when it is nearly sure; where the two contradict one another, nobody is, unless one of them is.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from evidence.subjects.clauses import Clause
from evidence.subjects.lexicon import CONTEXT, FEELING, SERVICE
from evidence.subjects.meaning import Heard, Meaning
from evidence.subjects.opinion import Opinion, opinion
from policy.terms import Subject

AGREED: Final = 3.0
"""Weight of a clause of which somebody is sure."""
ALONE: Final = 0.65
"""Probability from which the second reader is believed where the lists are silent."""
AGAINST: Final = 0.7
"""From which it is believed against the lists."""
WHOLE: Final = 0.85
"""From which a sentence that the lists cut is about one thing all the same."""
DOUBT: Final = 0.12
"""Probability under which it doubts what the lists say."""
_WORDLESS: Final = frozenset({FEELING, CONTEXT})
_SUBJECTS: Final = {subject.value: subject for subject in Subject}


class Part(NamedTuple):
    """Words of a sentence from `first` up to `end`, and what they are about."""

    first: int
    end: int
    subject: Subject | None
    weight: float
    aside: bool
    """Whether they only tell a feeling or a circumstance."""


def agreed(sentence: Heard, cut: Sequence[Clause], *, aside: bool, meant: Meaning) -> Iterator[Part]:
    """The parts of a sentence that the lists cut so, or called an aside."""
    length = len(sentence.words)
    whole = _held(sentence, 0, length)
    if aside or not cut or len({clause.subject for clause in cut}) == 1:
        subject = None if aside or not cut else cut[0].subject
        weight = sum(clause.weight for clause in cut)
        yield _part(Clause(0, length, subject, weight), whole, meant, aside=aside)
    elif whole.probability >= WHOLE and whole.kind not in _WORDLESS:
        yield _part(Clause(0, length, None, 0.0), whole, meant, aside=False)
    else:
        for clause in cut:
            yield _part(clause, _held(sentence, clause.first, clause.end), meant, aside=False)


def _part(clause: Clause, held: Opinion, meant: Meaning, *, aside: bool) -> Part:
    subject, weight = clause.subject, clause.weight
    least = AGAINST if aside or subject is not None else ALONE
    theirs = _meant(held.kind, meant)
    if theirs is subject and subject is not None:
        weight = max(weight, AGREED)
    elif held.probability >= least:
        aside = held.kind in _WORDLESS
        subject, weight = theirs, AGREED
    elif subject is not None and _share(held, subject, meant) < DOUBT:
        subject = None
    return Part(clause.first, clause.end, None if aside else subject, weight, aside)


def _meant(kind: str, meant: Meaning) -> Subject | None:
    """The subject of a kind in this comment: unknown helpdesks are the seller's, where the seller fulfilled."""
    if kind in _WORDLESS or kind == Subject.OTHER.value:
        return None
    subject = _SUBJECTS[kind]
    if subject is Subject.COMMUNICATION:
        return meant[kind]
    return subject


def _share(held: Opinion, subject: Subject, meant: Meaning) -> float:
    return sum(share for kind, share in held.by_kind() if _meant(kind, meant) is subject)


def _held(sentence: Heard, first: int, end: int) -> Opinion:
    words = tuple(word.plain for word in sentence.words[first:end])
    inside = range(first, end)
    found = tuple(
        hit._replace(places=()) for hit in sentence.found if hit.places[0] in inside and hit.places[-1] in inside
    )
    return opinion(words, found)
