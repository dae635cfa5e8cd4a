"""Ground: the feedback's type makes the fulfilment partner responsible."""

from typing import Final

from policy.facts import Finding, Reference, RemovalFacts
from policy.grounds.ground import Ground, GroundText, Parameters, answer, unknown
from policy.responsibility import RESPONSIBILITIES
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
            f"The order was fulfilled by the {facts.order.fulfilled_by.value}, not by a partner.",
            order,
        )
    if facts.feedback_type is None:
        return unknown(KEY, REVISION, "The request names no type of feedback; an agent must choose one.", order)
    duty = RESPONSIBILITIES[facts.feedback_type]
    if not duty.partner_may_answer:
        return answer(
            KEY,
            REVISION,
            Verdict.NOT_MET,
            f'For the type "{duty.name}" the partner does not answer. {duty.seller}'.rstrip(),
            order,
        )
    if duty.depends_on_real_type:
        return unknown(
            KEY,
            REVISION,
            f'The type "{duty.name}" says nothing about who is at fault; an agent must read which type the '
            "comment really has.",
            order,
        )
    return _by_documents(facts, order, duty.documents)


def _by_documents(facts: RemovalFacts, order: Reference, documents: str) -> Finding:
    asked = facts.partner_documents
    if asked is None:
        return unknown(KEY, REVISION, f"The partner has not been asked for {documents}.", order)
    due = f"{asked.due_at:%d %B %Y, %H:%M %Z}"
    if asked.given_at is None and facts.gathered_at < asked.due_at:
        return unknown(KEY, REVISION, f"The partner has until {due} to give {documents}.", order)
    if asked.given_at is None:
        gave_nothing = f"The partner was asked for {documents} and gave nothing by {due}."
        return answer(KEY, REVISION, Verdict.MET, gave_nothing, order)
    if asked.given_at >= asked.due_at:
        late = f"The partner was asked for {documents} by {due} and gave something only afterwards."
        return answer(KEY, REVISION, Verdict.MET, late, order)
    if asked.prove_it_right is None:
        return unknown(
            KEY,
            REVISION,
            f"The partner gave documents; an agent must read whether they are {documents}.",
            order,
        )
    if asked.prove_it_right:
        return answer(KEY, REVISION, Verdict.NOT_MET, f"The partner gave {documents}.", order)
    return answer(KEY, REVISION, Verdict.MET, f"What the partner gave is no {documents}.", order)


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name="Fulfilment partner at fault",
        meaning="The type of the feedback makes the fulfilment partner responsible; the review then counts "
        "for the partner and not for the seller.",
        not_this="Poor customer service is the seller's own.",
        asks_for="the type of the feedback",
    ),
    outcome=Outcome.ATTRIBUTE,
    find=find,
)
