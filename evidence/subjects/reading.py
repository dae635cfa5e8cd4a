"""Reads a comment sentence by sentence and says what each clause is about, where its words tell."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from evidence.material import Material
from evidence.subjects.agreement import Part, agreed
from evidence.subjects.clauses import clauses
from evidence.subjects.lexicon import languages
from evidence.subjects.matching import hits, unplaced
from evidence.subjects.meaning import WAY, Heard, is_aside, meaning, names_only, signs_in
from evidence.subjects.opinion import opinion
from evidence.subjects.speech import Word, spoken_in, telling_words, words_of
from evidence.text import sentences
from policy.facts import CommentSentence, FoundSpan, RemovalFacts
from policy.terms import FulfilledBy, Subject

ASIDE: Final = "aside"
_SURE: Final = 3.0
"""Weight of a clause that stands by itself."""
DELAY: Final = 0.55
"""Probability from which the second reader is believed that a short comment, of which nothing tells otherwise, is
about delay: chosen so that of the sentences kept apart at least 95 % of those taken for delay are about it."""
_SHORT: Final = 3
"""Sentences of a comment that is read as one whole, at most."""


class Reading(NamedTuple):
    """A comment as it was read."""

    sentences: tuple[CommentSentence, ...]
    """Every clause that speaks of something, with its subject, or None where the words do not tell."""
    asides: tuple[FoundSpan, ...]
    """Sentences of feeling alone ("Very disappointed.") or of circumstance alone ("Ordered on 2 May.")."""


class _Piece(NamedTuple):
    """A stretch of the comment with the weight of its subject."""

    start: int
    end: int
    subject: Subject | None
    weight: float
    open: bool
    """Whether no word of it tells surely; its subject is then a guess."""


def read_comment(comment: str, *, offer: str = "", fulfilled_by: FulfilledBy = FulfilledBy.SELLER) -> Reading:
    """What the comment's clauses are about; `offer` is the title of what was bought."""
    words = words_of(comment)
    spoken = spoken_in(words)
    openers = frozenset[str]().union(*(languages()[code].cut for code in spoken))
    heard = list(_heard(comment, words, spoken))
    meant = meaning(heard, fulfilled_by)
    named = telling_words(offer)
    pieces: list[_Piece] = []
    asides: list[FoundSpan] = []
    for sentence in heard:
        signs = signs_in(sentence, meant, named)
        starts = [word.breaks or word.plain in openers for word in sentence.words]
        guessed = not signs or names_only(signs, sentence)
        for part in agreed(sentence, clauses(signs, starts), starts, aside=is_aside(signs, sentence), meant=meant):
            piece = _placed(part, sentence, guessed=guessed and part.weight < _SURE)
            if part.aside:
                asides.append(FoundSpan(piece.start, piece.end, ASIDE))
            else:
                pieces.append(piece)
    if _share_of_delay(heard, pieces) >= DELAY:
        stretches = pieces or asides
        asides = asides if pieces else []
        pieces = [_Piece(each.start, each.end, Subject.DELIVERY, _SURE, open=False) for each in stretches]
    said = tuple(CommentSentence(each.start, each.end, each.subject) for each in _settled(pieces))
    return Reading(said, tuple(asides))


def subjects_of(
    comment: str, *, offer: str = "", fulfilled_by: FulfilledBy = FulfilledBy.SELLER
) -> tuple[CommentSentence, ...]:
    """The clauses of `read_comment` alone."""
    return read_comment(comment, offer=offer, fulfilled_by=fulfilled_by).sentences


def read(material: Material) -> RemovalFacts:
    """Say what the comment's sentences are about, unless somebody has said it already."""
    facts = material.facts
    if any(sentence.subject is not None for sentence in facts.sentences):
        return facts
    found = read_comment(facts.comment, offer=material.offer_title, fulfilled_by=facts.order.fulfilled_by)
    return replace(facts, sentences=found.sentences, asides=found.asides)


def _heard(comment: str, words: Sequence[Word], spoken: Collection[str]) -> Iterator[Heard]:
    at = 0
    for sentence in sentences(comment):
        first = at
        while at < len(words) and words[at].start < sentence.end:
            at += 1
        own = words[first:at]
        found = hits([word.plain for word in own], [word.breaks for word in own], spoken)
        yield Heard(sentence.start, sentence.end, own, found)


def _placed(clause: Part, sentence: Heard, *, guessed: bool) -> _Piece:
    """A clause by its characters; the first begins and the last ends with the sentence."""
    words = sentence.words
    start = words[clause.first].start if clause.first else sentence.start
    end = words[clause.end - 1].end if clause.end < len(words) else sentence.end
    return _Piece(start, end, clause.subject, clause.weight, open=guessed)


def _share_of_delay(comment: Sequence[Heard], pieces: Sequence[_Piece]) -> float:
    """The probability that the whole of a short comment is about delay: "Halloween costume. Came November 2nd.".

    0 where the words tell a subject of any part, delay too (what stands beside it is often not), and where something
    else is likelier.
    """
    said = {None if each.open and each.subject in WAY else each.subject for each in pieces}
    if not 0 < len(comment) <= _SHORT or not said <= {None}:
        return 0.0
    words = tuple(word.plain for sentence in comment for word in sentence.words)
    held = opinion(words, unplaced(hit for sentence in comment for hit in sentence.found))
    return held.probability if held.kind == Subject.DELIVERY.value else 0.0


def _settled(pieces: Sequence[_Piece]) -> Sequence[_Piece]:
    """Settles what no word tells surely by what the rest of the comment is about.

    It is about the product too, where all the rest surely is and it is the most: what people say of products has
    no end of words, what they say of everything else does. A parcel or an arrival that is named stands by others
    that tell of the way; alone it is not enough. A thing that is named is.
    """
    told = [each for each in pieces if not each.open]
    said = {each.subject for each in told}
    sure = _surest(told) >= _SURE
    if sure and len(pieces) <= 2 * len(told) and said == {Subject.PRODUCT}:
        return [each._replace(subject=Subject.PRODUCT) for each in pieces]
    on_the_way = sure and said <= WAY
    return [
        each._replace(subject=None) if each.open and each.subject in WAY and not on_the_way else each for each in pieces
    ]


def _surest(pieces: Iterable[_Piece]) -> float:
    return max((each.weight for each in pieces), default=0.0)
