"""Ground: the buyer demanded something of value under threat of feedback, or for taking it back."""

from typing import Final

from policy.facts import Finding, Reference, RemovalFacts
from policy.grounds.ground import Ground, GroundText, Parameters, unknown
from policy.terms import EvidenceKind, GroundKey, Outcome

KEY: Final = GroundKey.BLACKMAIL
REVISION: Final = 1


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """UNKNOWN: only who reads the chat can tell a threat from a complaint. The buyer's lines are shown."""
    lines = tuple(Reference(EvidenceKind.MESSAGE, line.message_id) for line in facts.chat if line.from_buyer)
    if not lines:
        return unknown(
            KEY,
            REVISION,
            "The order's chat holds no message of the buyer; an agent must read what the requester shows.",
        )
    return unknown(
        KEY,
        REVISION,
        f"The order's chat holds {len(lines)} {'message' if len(lines) == 1 else 'messages'} of the buyer; "
        "an agent must read whether a demand was tied to feedback.",
        *lines,
    )


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name="Blackmail",
        meaning="The buyer demanded goods, service, a discount or money under threat of feedback, or for "
        "removing it.",
        not_this="A plain complaint, or a request for a refund alone, is not a threat.",
        asks_for="the messages with the demand",
    ),
    outcome=Outcome.REMOVE,
    find=find,
)
