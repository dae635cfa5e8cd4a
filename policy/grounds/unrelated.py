"""Ground: the comment is off-topic, or only a personal insult."""

from typing import Final

from policy.facts import Finding, Reference, RemovalFacts
from policy.grounds.ground import Ground, GroundText, Parameters, stars_only, unknown
from policy.terms import EvidenceKind, GroundKey, Outcome

KEY: Final = GroundKey.UNRELATED
REVISION: Final = 1


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """UNKNOWN: whether a comment has to do with its order is for a person to read."""
    if facts.stars_only:
        return stars_only(KEY, REVISION)
    return unknown(
        KEY,
        REVISION,
        "Whether the comment has to do with this order is not gathered by itself; an agent must read it "
        "beside the order and its chat.",
        Reference(EvidenceKind.REVIEW, facts.review_id),
    )


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name="Unrelated feedback",
        meaning="The comment has nothing to do with the order, or is only a personal insult.",
        not_this="An angry comment about the order is related, however unfair it seems.",
        asks_for="why it has nothing to do with the order",
    ),
    outcome=Outcome.REMOVE,
    find=find,
    about_comment=True,
)
