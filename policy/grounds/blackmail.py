"""Ground: the buyer demanded something of value under threat of feedback, or for taking it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from policy.facts import Finding, Reference, RemovalFacts, Threat
from policy.grounds.ground import Bounds, Ground, GroundText, Parameters, answer, unknown
from policy.terms import EvidenceKind, GroundKey, Outcome, Verdict

KEY: Final = GroundKey.BLACKMAIL
REVISION: Final = 3
"""2: demands that a program found in the chat can answer it; 3: tells whether the order was closed by then."""

CONFIDENCE_NOTHING_FOUND: Final = 0.7
"""Threats come in more words than a search knows."""


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """By the demands that a program found tied to feedback; UNKNOWN while none was looked for or is certain."""
    lines = tuple(Reference(EvidenceKind.MESSAGE, line.message_id) for line in facts.chat if line.from_buyer)
    if not lines:
        return unknown(
            KEY,
            REVISION,
            "The order's chat holds no message of the buyer; an agent must read what the requester shows.",
        )
    messages = f"{len(lines)} {'message' if len(lines) == 1 else 'messages'} of the buyer"
    if facts.threats is None:
        return unknown(
            KEY,
            REVISION,
            f"The order's chat holds {messages}; an agent must read whether a demand was tied to feedback.",
            *lines,
        )
    least = GROUND.parameter("least_confidence", parameters)
    certain = [threat for threat in facts.threats if threat.confidence >= least]
    if certain:
        return answer(
            KEY,
            REVISION,
            Verdict.MET,
            _threat_in_words(facts, certain),
            *_references(certain),
            confidence=max(threat.confidence for threat in certain),
        )
    if facts.threats:
        return unknown(
            KEY,
            REVISION,
            "The search marked words that may tie a demand to feedback but may also be a plain complaint; "
            "an agent must read them in their place.",
            *_references(facts.threats),
        )
    return answer(
        KEY,
        REVISION,
        Verdict.NOT_MET,
        f"The search read {messages} in the order's chat and found no demand that was tied to feedback.",
        *lines,
        confidence=CONFIDENCE_NOTHING_FOUND,
    )


def _threat_in_words(facts: RemovalFacts, threats: Sequence[Threat]) -> str:
    """What the buyer did, and whether the first time was before or after the review and the order's end."""
    marked = {threat.message_id for threat in threats}
    times = [line.sent_at for line in facts.chat if line.message_id in marked]
    when = ""
    if times:
        first, closed_at = min(times), facts.order.closed_at
        when = f", first {_side_of(first, facts.published_at)} the review was published"
        if closed_at is not None:
            when += f" and {_side_of(first, closed_at)} the order closed"
    number = "in one message" if len(marked) == 1 else f"in {len(marked)} messages"
    return f"The buyer demanded something of value and tied feedback to it {number}{when}."


def _side_of(moment: datetime, event: datetime) -> str:
    return "before" if moment < event else "after"


def _references(threats: Sequence[Threat]) -> tuple[Reference, ...]:
    return tuple(
        reference
        for each in threats
        for reference in (
            Reference(EvidenceKind.MESSAGE, each.demand_message_id, each.demand_start, each.demand_end, "demand"),
            Reference(EvidenceKind.MESSAGE, each.message_id, each.start, each.end, "feedback tied to it"),
        )
    )


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name="Blackmail",
        meaning="The buyer demanded goods, service, a discount or money under threat of feedback, or for removing it.",
        not_this="A plain complaint, or a request for a refund alone, is not a threat.",
        asks_for="the messages with the demand",
    ),
    outcome=Outcome.REMOVE,
    find=find,
    parameters={
        "least_confidence": Bounds(
            0.5, 1, 0.8, "A demand that the search is so sure of, from 0 to 1, is proposed as blackmail."
        )
    },
)
