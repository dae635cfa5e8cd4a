"""Cuts a sentence into clauses where its subject changes: the cheapest way to explain all that was found in it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from policy.terms import Subject

STARTS_CLAUSE: Final = 1.0
"""What a change of subject costs at a comma or a conjunction, in weights of the word lists: as much as a name."""
GOES_ON: Final = 2.2
"""What it costs where nothing separates the words: more than a hint, less than a sure word."""
LEAST: Final = 1.0
"""A clause whose own words weigh less has no subject that a program can tell."""
DISPUTED: Final = 2.5
"""Words of this weight for another subject in one clause leave the clause without any."""
SAYS_NOTHING_OF_OTHERS: Final = frozenset({Subject.PRODUCT})
"""A clause of these is disputed by the slightest word for the seller."""
OF_THE_SELLER: Final = (Subject.SELLER_SERVICE, Subject.COMMUNICATION)
OF_FULFILMENT: Final = frozenset({Subject.DELIVERY, Subject.FULFILMENT, Subject.FULFILMENT_SERVICE})
NEVER_DISPUTED: Final = frozenset({*OF_THE_SELLER, Subject.PRICE, Subject.OTHER})
"""Subjects for which a comment keeps its place: that something else is said with them changes nothing."""


class Sign(NamedTuple):
    """A word or phrase that speaks for a subject."""

    first: int
    """Place of its first word in the sentence."""
    last: int
    subject: Subject
    weight: float


class Clause(NamedTuple):
    """Words from `first` up to `end`; no subject where the signs in it contradict one another."""

    first: int
    end: int
    subject: Subject | None
    weight: float
    """Sum of the signs that speak for the subject, less the most that speak for another."""


def clauses(signs: Sequence[Sign], starts: Sequence[bool]) -> list[Clause]:
    """The clauses of one sentence, which together hold all its words.

    `starts` tells for each word whether a clause may well start there. Without signs there is no clause.
    """
    runs: list[list[Sign]] = []
    said: list[Subject] = []
    for sign, subject in zip(signs, _cheapest(signs, starts), strict=True):
        if said and said[-1] is subject:
            runs[-1].append(sign)
        else:
            runs.append([sign])
            said.append(subject)
    borders = [0, *(_border(a[-1], b[0], starts) for a, b in zip(runs, runs[1:], strict=False)), len(starts)]
    return [
        _clause(first, end, run, subject)
        for first, end, run, subject in zip(borders, borders[1:], runs, said, strict=False)
    ]


def _clause(first: int, end: int, run: Iterable[Sign], subject: Subject) -> Clause:
    weights: dict[Subject, float] = {}
    for sign in run:
        weights[sign.subject] = weights.get(sign.subject, 0) + sign.weight
    own = weights.pop(subject)
    against = max(weights.values(), default=0.0)
    if _disputed(subject, own, weights):
        rivals = [each for each, weight in weights.items() if weight >= min(DISPUTED, own)]
        return Clause(first, end, _wider(subject, rivals), own - against)
    return Clause(first, end, subject if own >= LEAST else None, own - against)


def _disputed(subject: Subject, own: float, others: Mapping[Subject, float]) -> bool:
    if subject in NEVER_DISPUTED:
        return False
    if subject in SAYS_NOTHING_OF_OTHERS and any(each in others for each in OF_THE_SELLER):
        return True
    against = max(others.values(), default=0.0)
    return against >= min(DISPUTED, own)


def _wider(subject: Subject, rivals: Sequence[Subject]) -> Subject | None:
    """Among delay, handling and the helpdesk the one that is not delay, which means delay and nothing else."""
    if subject in OF_FULFILMENT and rivals and OF_FULFILMENT.issuperset(rivals):
        return next(each for each in (subject, *rivals) if each is not Subject.DELIVERY)
    return None


def _cheapest(signs: Sequence[Sign], starts: Sequence[bool]) -> list[Subject]:
    """The subject of each sign's clause, so that signs agree with their clauses and few clauses are needed.

    Viterbi's algorithm: the best weight so far for each subject, and where it came from.
    """
    subjects = list(dict.fromkeys(sign.subject for sign in signs))
    best: dict[Subject, float] = dict.fromkeys(subjects, 0.0)
    before: list[Mapping[Subject, Subject]] = []
    for at, sign in enumerate(signs):
        if at:
            leader = max(subjects, key=best.__getitem__)
            changed = best[leader] - _cost_of_change(signs[at - 1], sign, starts)
            before.append({subject: subject if best[subject] >= changed else leader for subject in subjects})
            best = {subject: max(best[subject], changed) for subject in subjects}
        best[sign.subject] += sign.weight
    if not signs:
        return []
    path = [max(subjects, key=best.__getitem__)]
    for came in reversed(before):
        path.append(came[path[-1]])
    return path[::-1]


def _cost_of_change(one: Sign, other: Sign, starts: Sequence[bool]) -> float:
    return STARTS_CLAUSE if any(starts[one.last + 1 : other.first + 1]) else GOES_ON


def _border(one: Sign, other: Sign, starts: Sequence[bool]) -> int:
    """Where the other's clause starts: at the last comma or conjunction between them, else with its own words."""
    between = [place for place in range(one.last + 1, other.first + 1) if starts[place]]
    return between[-1] if between else max(other.first, one.first + 1)
