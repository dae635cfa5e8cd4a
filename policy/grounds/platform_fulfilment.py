"""Ground: the platform fulfilled the order, and the whole comment is about that."""

from typing import Final

from policy.facts import Finding, Reference, RemovalFacts
from policy.grounds.ground import Ground, GroundText, Parameters, answer, stars_only, unknown
from policy.grounds.whole_comment import asides_in_words, sentences_inside, sentences_outside, whole_comment_about
from policy.saying import joined, say
from policy.terms import EvidenceKind, FulfilledBy, GroundKey, Outcome, Subject, Verdict

KEY: Final = GroundKey.PLATFORM_FULFILMENT
REVISION: Final = 2
"""2: says where sentences without a subject of their own are left out."""

SUBJECTS: Final = frozenset({Subject.DELIVERY, Subject.FULFILMENT, Subject.FULFILMENT_SERVICE})
CONFIDENCE: Final = 0.8
"""What a sentence is about is read by a program, not known."""


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """NOT_MET unless the platform fulfilled the order; then by the subject of every sentence."""
    if facts.stars_only:
        return stars_only(KEY, REVISION)
    order = Reference(EvidenceKind.ORDER, facts.order.order_id, note="fulfilled_by")
    if facts.order.fulfilled_by is not FulfilledBy.PLATFORM:
        return answer(
            KEY,
            REVISION,
            Verdict.NOT_MET,
            _BY_ANOTHER[facts.order.fulfilled_by],
            order,
        )
    match whole_comment_about(facts, SUBJECTS):
        case Verdict.MET:
            return answer(
                KEY,
                REVISION,
                Verdict.MET,
                joined(
                    say("The platform fulfilled the order, and every sentence of the comment is about that."),
                    asides_in_words(facts),
                ),
                order,
                *sentences_inside(facts),
                confidence=CONFIDENCE,
            )
        case Verdict.NOT_MET:
            return answer(
                KEY,
                REVISION,
                Verdict.NOT_MET,
                say("The platform fulfilled the order, but the comment also speaks of something else."),
                order,
                *sentences_outside(facts, SUBJECTS),
                confidence=CONFIDENCE,
            )
        case _:
            return unknown(
                KEY,
                REVISION,
                say("The platform fulfilled the order. An agent must read whether the whole comment is about it."),
                order,
            )


_BY_ANOTHER: Final = {
    FulfilledBy.SELLER: say("The order was fulfilled by the seller, not by the platform."),
    FulfilledBy.PARTNER: say("The order was fulfilled by the partner, not by the platform."),
}

GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name=say("Fulfilled by the platform"),
        called=say("fulfilled by the platform"),
        meaning=say(
            "The platform fulfilled the order, and the whole comment is about fulfilment or the "
            "platform's customer service."
        ),
        not_this=say("A comment that also speaks of the seller's own service keeps its place."),
    ),
    outcome=Outcome.STRIKE,
    find=find,
    about_comment=True,
)
