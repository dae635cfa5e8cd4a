"""Ground: the whole comment is about the product, nothing about the seller's performance."""

from typing import Final

from policy.facts import Finding, Reference, RemovalFacts
from policy.grounds.ground import Ground, GroundText, Parameters, answer, stars_only, unknown
from policy.grounds.whole_comment import asides_in_words, sentences_inside, sentences_outside, whole_comment_about
from policy.saying import joined, say
from policy.terms import EvidenceKind, GroundKey, Outcome, Subject, Verdict

KEY: Final = GroundKey.PRODUCT_REVIEW
REVISION: Final = 2
"""2: says where sentences without a subject of their own are left out."""

SUBJECTS: Final = frozenset({Subject.PRODUCT})
CONFIDENCE: Final = 0.8
"""What a sentence is about is read by a program, not known."""


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """By the subject of every sentence; UNKNOWN while one of them is not known."""
    if facts.stars_only:
        return stars_only(KEY, REVISION)
    match whole_comment_about(facts, SUBJECTS):
        case Verdict.MET:
            return answer(
                KEY,
                REVISION,
                Verdict.MET,
                joined(say("Every sentence of the comment is about the product."), asides_in_words(facts)),
                *sentences_inside(facts),
                confidence=CONFIDENCE,
            )
        case Verdict.NOT_MET:
            return answer(
                KEY,
                REVISION,
                Verdict.NOT_MET,
                say("The comment also speaks of something other than the product."),
                *sentences_outside(facts, SUBJECTS),
                confidence=CONFIDENCE,
            )
        case _:
            return unknown(
                KEY,
                REVISION,
                say(
                    "What each sentence is about is not known; an agent must read whether the whole comment is "
                    "about the product."
                ),
                Reference(EvidenceKind.REVIEW, facts.review_id),
            )


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name=say("Product review"),
        called=say("product review"),
        meaning=say("The whole comment is about the product and says nothing about the seller's performance."),
        not_this=say("One sentence about the seller is enough for the comment to keep its place."),
    ),
    outcome=Outcome.REMOVE,
    find=find,
    about_comment=True,
    comment_is_evidence=True,
)
