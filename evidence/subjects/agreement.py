"""Two readers of one clause: the word lists, which can be looked up, and the second reader, which weighs every word.

Where they agree a clause is surely about their subject. Where the lists know nothing, the second reader alone is
believed only when it is nearly sure; where the two contradict one another, nobody is, unless one of them is.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from evidence.subjects.clauses import Clause
from evidence.subjects.lexicon import CONTEXT, FEELING, SERVICE
from evidence.subjects.matching import unplaced
from evidence.subjects.meaning import Heard, Meaning
from evidence.subjects.opinion import Opinion, opinion
from policy.terms import Subject

AGREED: Final = 3.0
"""Weight of a clause of which somebody is sure."""
ALONE: Final = 0.6
"""Probability from which the second reader is believed where the lists are silent."""
AGAINST: Final = 0.6
"""From which it is believed against the lists."""
WHOLE: Final = 0.75
"""From which a sentence that the lists cut, though nothing separates its words, is about one thing all the same."""
WAITED_FOR: Final = 0.85
"""From which it is believed that what the lists call an aside is about delay: much is ordered for a date."""
DOUBT: Final = 0.25
"""Probability under which it doubts what the lists say."""
NO_ASIDE: Final = 0.2
"""Probability of a feeling or circumstance under which it doubts that a clause is an aside."""
_WORDLESS: Final = frozenset({FEELING, CONTEXT})
_SERVICES: Final = (Subject.SELLER_SERVICE, Subject.FULFILMENT_SERVICE)
"""Which of the two is meant the lists know better: by who fulfilled the order."""
_GOODS: Final = frozenset({Subject.PRODUCT, Subject.DELIVERY, Subject.FULFILMENT, Subject.FULFILMENT_SERVICE})
_SUBJECTS: Final = {subject.value: subject for subject in Subject}


class Part(NamedTuple):
    """Words of a sentence from `first` up to `end`, and what they are about."""

    first: int
    end: int
    subject: Subject | None
    weight: float
    aside: bool
    """Whether they only tell a feeling or a circumstance."""


def agreed(
    sentence: Heard, cut: Sequence[Clause], starts: Sequence[bool], *, aside: bool, meant: Meaning
) -> Iterator[Part]:
    """The parts of a sentence that the lists cut so, or called an aside.

    `starts` tells for each word whether a clause may well start there.
    """
    length = len(sentence.words)
    whole = _held(sentence, 0, length)
    if aside or not cut or len({clause.subject for clause in cut}) == 1:
        subject = None if aside or not cut else cut[0].subject
        weight = sum(clause.weight for clause in cut)
        yield _part(Clause(0, length, subject, weight), whole, meant, aside=aside)
    elif whole.probability >= WHOLE and _may_be_one(cut, starts, whole):
        yield _part(Clause(0, length, None, 0.0), whole, meant, aside=False)
    else:
        for clause in cut:
            yield _part(clause, _held(sentence, clause.first, clause.end), meant, aside=False)


def _may_be_one(cut: Sequence[Clause], starts: Sequence[bool], whole: Opinion) -> bool:
    """Whether the cuts may be forgotten: not those at a comma or conjunction, and not where the seller is spoken of,
    unless it is all about a helpdesk, of which the lists often take a part for the seller."""
    if whole.kind in _WORDLESS or any(starts[clause.first] for clause in cut[1:]):
        return False
    said = {clause.subject for clause in cut if clause.subject is not None}
    return said <= _GOODS or whole.kind == Subject.FULFILMENT_SERVICE.value


def _part(clause: Clause, held: Opinion, meant: Meaning, *, aside: bool) -> Part:
    subject, weight = clause.subject, clause.weight
    least = AGAINST if aside or subject is not None else ALONE
    theirs = _meant(held.kind, meant)
    if aside and theirs is Subject.DELIVERY:
        least = WAITED_FOR
    if subject in _SERVICES and theirs in _SERVICES and meant[SERVICE] in (subject, Subject.SELLER_SERVICE):
        theirs = subject
    if theirs is subject and subject is not None:
        weight = max(weight, AGREED)
    elif held.probability >= least:
        aside = held.kind in _WORDLESS
        subject, weight = theirs, AGREED
    elif subject is not None and _share(held, subject, meant) < DOUBT:
        subject = None
    elif aside and theirs is not Subject.DELIVERY and _wordless(held) < NO_ASIDE:
        aside = False
    return Part(clause.first, clause.end, None if aside else subject, weight, aside)


def _meant(kind: str, meant: Meaning) -> Subject | None:
    """The subject of a kind in this comment; silence is the helpdesk's where the lists say so."""
    if kind in _WORDLESS or kind == Subject.OTHER.value:
        return None
    subject = _SUBJECTS[kind]
    if subject is Subject.COMMUNICATION:
        return meant[kind]
    return subject


def _share(held: Opinion, subject: Subject, meant: Meaning) -> float:
    return sum(share for kind, share in held.by_kind() if _meant(kind, meant) is subject)


def _wordless(held: Opinion) -> float:
    return sum(share for kind, share in held.by_kind() if kind in _WORDLESS)


def _held(sentence: Heard, first: int, end: int) -> Opinion:
    words = tuple(word.plain for word in sentence.words[first:end])
    inside = [hit for hit in sentence.found if first <= hit.places[0] and hit.places[-1] < end]
    return opinion(words, unplaced(inside))
