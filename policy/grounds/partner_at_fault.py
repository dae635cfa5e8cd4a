"""Ground: the feedback's type makes the fulfilment partner responsible."""

from typing import Final

from policy.facts import Finding, Reference, RemovalFacts
from policy.grounds.ground import Ground, GroundText, Parameters, answer, unknown
from policy.phrases import recorded_moment
from policy.responsibility import RESPONSIBILITIES
from policy.saying import joined, say
from policy.terms import EvidenceKind, FulfilledBy, GroundKey, Outcome, Verdict

KEY: Final = GroundKey.PARTNER_AT_FAULT
REVISION: Final = 2
"""2: documents are late from the due instant on, and late ones count as not given."""


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """By who fulfilled, the type's row in the responsibility table, and the partner's documents."""
    order = Reference(EvidenceKind.ORDER, facts.order.order_id, note="fulfilled_by")
    if facts.order.fulfilled_by is not FulfilledBy.PARTNER:
        return answer(
            KEY,
            REVISION,
            Verdict.NOT_MET,
            _BY_ANOTHER[facts.order.fulfilled_by],
            order,
        )
    if facts.feedback_type is None:
        told = say("The request names no type of feedback; an agent must choose one.")
        return unknown(KEY, REVISION, told, order)
    duty = RESPONSIBILITIES[facts.feedback_type]
    if not duty.partner_may_answer:
        return answer(
            KEY,
            REVISION,
            Verdict.NOT_MET,
            joined(say('For the type "{type}" the partner does not answer.', type=duty.name), duty.seller),
            order,
        )
    if duty.depends_on_real_type:
        return unknown(
            KEY,
            REVISION,
            say(
                'The type "{type}" says nothing about who is at fault; an agent must read which type the comment '
                "really has.",
                type=duty.name,
            ),
            order,
        )
    return _by_documents(facts, order, duty.documents)


def _by_documents(facts: RemovalFacts, order: Reference, documents: str) -> Finding:
    asked = facts.partner_documents
    if asked is None:
        told = say("The partner has not been asked for {documents}.", documents=documents)
        return unknown(KEY, REVISION, told, order)
    due = recorded_moment(asked.due_at)
    if asked.given_at is None and facts.gathered_at < asked.due_at:
        told = say("The partner has until {moment} to give {documents}.", moment=due, documents=documents)
        return unknown(KEY, REVISION, told, order)
    if asked.given_at is None:
        gave_nothing = say(
            "The partner was asked for {documents} and gave nothing by {moment}.", documents=documents, moment=due
        )
        return answer(KEY, REVISION, Verdict.MET, gave_nothing, order)
    if asked.given_at >= asked.due_at:
        late = say(
            "The partner was asked for {documents} by {moment} and gave something only afterwards.",
            documents=documents,
            moment=due,
        )
        return answer(KEY, REVISION, Verdict.MET, late, order)
    if asked.prove_it_right is None:
        return unknown(
            KEY,
            REVISION,
            say("The partner gave documents; an agent must read whether they are {documents}.", documents=documents),
            order,
        )
    if asked.prove_it_right:
        told = say("The partner gave {documents}.", documents=documents)
        return answer(KEY, REVISION, Verdict.NOT_MET, told, order)
    told = say("What the partner gave is no {documents}.", documents=documents)
    return answer(KEY, REVISION, Verdict.MET, told, order)


_BY_ANOTHER: Final = {
    FulfilledBy.SELLER: say("The order was fulfilled by the seller, not by a partner."),
    FulfilledBy.PLATFORM: say("The order was fulfilled by the platform, not by a partner."),
}


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name=say("Fulfilment partner at fault"),
        called=say("fulfilment partner at fault"),
        meaning=say(
            "The type of the feedback makes the fulfilment partner responsible; the review then counts "
            "for the partner and not for the seller."
        ),
        not_this=say("Poor customer service is the seller's own."),
        asks_for=say("the type of the feedback"),
    ),
    outcome=Outcome.ATTRIBUTE,
    find=find,
)
