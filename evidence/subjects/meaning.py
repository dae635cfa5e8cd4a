"""What the words found in a sentence speak for, given who fulfilled the order and what else the comment says."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from evidence.subjects.clauses import Sign
from evidence.subjects.lexicon import CONTEXT, FEELING, HARM, MANNER, SERVICE
from evidence.subjects.matching import Hit
from evidence.subjects.speech import Word, speakers
from policy.terms import FulfilledBy, Subject

Meaning: TypeAlias = Mapping[str, Subject]
"""The subject that each label of the word lists stands for."""

WAY: Final = frozenset({Subject.DELIVERY, Subject.FULFILMENT})
_NAMED: Final = WAY | {Subject.PRODUCT}
"""What is merely named in passing: the lamp, the parcel that it came in, that it came."""
_HINT: Final = 1.0
"""Weight of a word that only names a thing."""
_FELT: Final = 2.0
"""Weight of a name with a feeling beside it."""
_BESIDE: Final = 3
"""Words between the two at most, and one."""
_SELLER: Final = Subject.SELLER_SERVICE
_HELPDESK: Final = Subject.FULFILMENT_SERVICE
_SUBJECTS: Final = {subject.value: subject for subject in Subject}


class Heard(NamedTuple):
    """One sentence: its place in the comment, its words, and what of the word lists is in it."""

    start: int
    end: int
    words: Sequence[Word]
    found: Sequence[Hit]

    @property
    def untold(self) -> int:
        """How many words no list knows."""
        told = {place for hit in self.found for place in hit.places}
        return sum(
            at not in told and not word.plain.isdigit() and not speakers(word.plain)
            for at, word in enumerate(self.words)
        )


def meaning(comment: Iterable[Heard], fulfilled_by: FulfilledBy) -> Meaning:
    """What each label stands for in this comment.

    Customer service of nobody named is that of whoever fulfilled. How somebody behaved, or answered, is said of
    that service where the comment speaks of it and not of the seller; else of the seller.
    """
    said = {hit.label for sentence in comment for hit in sentence.found}
    meant = dict(_SUBJECTS)
    meant[SERVICE] = _SELLER if fulfilled_by is FulfilledBy.SELLER else _HELPDESK
    of_helpdesk = _HELPDESK.value in said or (SERVICE in said and meant[SERVICE] is _HELPDESK)
    meant[MANNER] = _HELPDESK if of_helpdesk and _SELLER.value not in said else _SELLER
    if meant[MANNER] is _HELPDESK:
        meant[Subject.COMMUNICATION.value] = _HELPDESK
    return meant


def signs_in(sentence: Heard, meant: Meaning, named: Collection[str]) -> list[Sign]:
    """What the sentence's words speak for, in their order; words of the offer's title hint at the product.

    What is broken was broken on the way where the sentence speaks of the way.
    """
    on_the_way = any(hit.label in WAY for hit in sentence.found)
    meant = {**meant, HARM: Subject.FULFILMENT if on_the_way else Subject.PRODUCT}
    signs = [
        Sign(hit.places[0], hit.places[-1], meant[hit.label], hit.weight)
        for hit in sentence.found
        if hit.label not in (FEELING, CONTEXT)
    ]
    taken = {place for hit in sentence.found for place in hit.places}
    titled = (at for at, word in enumerate(sentence.words) if at not in taken and word.plain in named)
    signs = sorted([*signs, *(Sign(at, at, Subject.PRODUCT, _HINT) for at in titled)])
    return list(_weighed(signs, sentence))


def _weighed(signs: Iterable[Sign], sentence: Heard) -> Iterator[Sign]:
    """Of names in a row only the first weighs anything; a feeling right beside one is about it ("Great sword")."""
    felt = {place for hit in sentence.found if hit.label == FEELING for place in hit.places}
    before: Sign | None = None
    for sign in signs:
        if sign.weight > _HINT:
            before = None
            yield sign
            continue
        near = range(sign.first - _BESIDE, sign.last + _BESIDE + 1)
        said_of = sign.subject in _NAMED and not felt.isdisjoint(near)
        again = before is not None and before.subject is sign.subject
        before = sign
        yield sign._replace(weight=_FELT if said_of else 0.0 if again else sign.weight)


def names_only(signs: Iterable[Sign], sentence: Heard) -> bool:
    """Whether things are named and nothing known is said of them: "I ordered this lamp for my daughter."."""
    if any(sign.weight > _HINT or sign.subject not in _NAMED for sign in signs):
        return False
    return all(hit.label != FEELING for hit in sentence.found)


def is_aside(signs: Sequence[Sign], sentence: Heard) -> bool:
    """Whether feeling, circumstance and small words are all that is said, but for a word or two."""
    if signs:
        return names_only(signs, sentence) and sentence.untold <= 1
    told = sum(len(hit.places) for hit in sentence.found)
    return sentence.untold <= (max(1, told // 2) if told else 0)
