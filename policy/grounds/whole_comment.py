"""Whether every sentence of a comment is about one of certain subjects, and nothing else.

Sentences of feeling or circumstance alone ("Very disappointed.", "Ordered on 2 May.") speak of no subject. They are
asides, not among the comment's sentences, so that they neither hold a finding up nor are enough for one.
"""

from collections.abc import Collection

from policy.facts import Reference, RemovalFacts
from policy.saying import say
from policy.terms import EvidenceKind, Subject, Verdict


def whole_comment_about(facts: RemovalFacts, subjects: Collection[Subject]) -> Verdict:
    """MET when all sentences are; one known sentence outside is enough for NOT_MET; else UNKNOWN."""
    known = [sentence.subject for sentence in facts.sentences if sentence.subject is not None]
    if any(subject not in subjects for subject in known):
        return Verdict.NOT_MET
    return Verdict.MET if known and len(known) == len(facts.sentences) else Verdict.UNKNOWN


def sentences_outside(facts: RemovalFacts, subjects: Collection[Subject]) -> tuple[Reference, ...]:
    """The sentences that are known to be about something else, for which the comment keeps its place."""
    return tuple(
        Reference(EvidenceKind.REVIEW, facts.review_id, each.start, each.end, f"about {each.subject.value}")
        for each in facts.sentences
        if each.subject is not None and each.subject not in subjects
    )


def sentences_inside(facts: RemovalFacts) -> tuple[Reference, ...]:
    """Every sentence whose subject is known, to show what a whole-comment finding rests on."""
    return tuple(
        Reference(EvidenceKind.REVIEW, facts.review_id, each.start, each.end, f"about {each.subject.value}")
        for each in facts.sentences
        if each.subject is not None
    )


def asides_in_words(facts: RemovalFacts) -> str:
    """What is said of sentences without a subject of their own; nothing where there are none."""
    return say("What else it says is feeling or circumstance.") if facts.asides else ""
