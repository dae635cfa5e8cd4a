"""Ground: the buyer demanded something of value under threat of feedback, or for taking it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from policy.facts import Finding, Reference, RemovalFacts, Threat
from policy.grounds.ground import Bounds, Ground, GroundText, Parameters, answer, unknown
from policy.saying import Said, say, say_number
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
            say("The order's chat holds no message of the buyer; an agent must read what the requester shows."),
        )
    if facts.threats is None:
        return unknown(
            KEY,
            REVISION,
            say_number(
                "The order's chat holds {number} message of the buyer; an agent must read whether a demand was tied "
                "to feedback.",
                "The order's chat holds {number} messages of the buyer; an agent must read whether a demand was tied "
                "to feedback.",
                len(lines),
            ),
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
            say(
                "The search marked words that may tie a demand to feedback but may also be a plain complaint; "
                "an agent must read them in their place."
            ),
            *_references(facts.threats),
        )
    return answer(
        KEY,
        REVISION,
        Verdict.NOT_MET,
        say_number(
            "The search read {number} message of the buyer in the order's chat and found no demand that was tied to "
            "feedback.",
            "The search read {number} messages of the buyer in the order's chat and found no demand that was tied to "
            "feedback.",
            len(lines),
        ),
        *lines,
        confidence=CONFIDENCE_NOTHING_FOUND,
    )


def _threat_in_words(facts: RemovalFacts, threats: Sequence[Threat]) -> Said:
    """What the buyer did, and whether the first time was before or after the review and the order's end."""
    marked = {threat.message_id for threat in threats}
    times = [line.sent_at for line in facts.chat if line.message_id in marked]
    if not times:
        return say_number(
            "The buyer demanded something of value and tied feedback to it in one message.",
            "The buyer demanded something of value and tied feedback to it in {number} messages.",
            len(marked),
        )
    return say_number(
        "The buyer demanded something of value and tied feedback to it in one message, {when}.",
        "The buyer demanded something of value and tied feedback to it in {number} messages, {when}.",
        len(marked),
        when=_first(min(times), facts.published_at, facts.order.closed_at),
    )


def _first(moment: datetime, published_at: datetime, closed_at: datetime | None) -> Said:
    before = moment < published_at
    if closed_at is None:
        return _BEFORE_THE_REVIEW if before else _AFTER_THE_REVIEW
    return _OF_BOTH[before, moment < closed_at]


_BEFORE_THE_REVIEW: Final = say("first before the review was published")
_AFTER_THE_REVIEW: Final = say("first after the review was published")
_OF_BOTH: Final = {
    (True, True): say("first before the review was published and before the order closed"),
    (True, False): say("first before the review was published and after the order closed"),
    (False, True): say("first after the review was published and before the order closed"),
    (False, False): say("first after the review was published and after the order closed"),
}
"""By whether it was before the review, and before the order closed."""


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
        name=say("Blackmail"),
        called=say("blackmail"),
        meaning=say(
            "The buyer demanded goods, service, a discount or money under threat of feedback, or for removing it."
        ),
        not_this=say("A plain complaint, or a request for a refund alone, is not a threat."),
        asks_for=say("the messages with the demand"),
    ),
    outcome=Outcome.REMOVE,
    find=find,
    parameters={
        "least_confidence": Bounds(
            0.5, 1, 0.8, "A demand that the search is so sure of, from 0 to 1, is proposed as blackmail."
        )
    },
)
