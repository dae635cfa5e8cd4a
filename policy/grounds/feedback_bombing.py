"""Ground: the review is one of a coordinated set against the seller."""

from typing import Final

from policy.facts import Finding, RemovalFacts
from policy.grounds.ground import Ground, GroundText, Parameters, unknown
from policy.terms import GroundKey, Outcome

KEY: Final = GroundKey.FEEDBACK_BOMBING
REVISION: Final = 1


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """UNKNOWN: a burst of bad reviews looks the same as a bad batch, so a person must judge the links."""
    return unknown(
        KEY,
        REVISION,
        "Links between accounts are not gathered by itself; an agent must read who is said to be behind "
        "the reviews and what shows it.",
    )


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name="Feedback bombing",
        meaning="The review is one of a coordinated set against the seller, by competitors or by accounts "
        "that are linked to each other.",
        not_this="Several unhappy buyers in one week are not a coordinated set.",
        asks_for="who is behind it, and what shows that they act together",
    ),
    outcome=Outcome.REMOVE,
    find=find,
)
