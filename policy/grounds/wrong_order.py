"""Ground: the comment speaks of another order or offer."""

from typing import Final

from policy.facts import Finding, Reference, RemovalFacts
from policy.grounds.ground import Ground, GroundText, Parameters, stars_only, unknown
from policy.terms import EvidenceKind, GroundKey, Outcome

KEY: Final = GroundKey.WRONG_ORDER
REVISION: Final = 1


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """UNKNOWN: which order a comment speaks of is for a person to read."""
    if facts.stars_only:
        return stars_only(KEY, REVISION)
    return unknown(
        KEY,
        REVISION,
        "Which order the comment speaks of is not gathered by itself; an agent must read it beside this "
        "order and the buyer's other orders.",
        Reference(EvidenceKind.REVIEW, facts.review_id),
        Reference(EvidenceKind.ORDER, facts.order.order_id),
    )


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name="Meant for another order",
        meaning="The comment speaks of another order or offer; moving it there with the buyer's consent is "
        "offered first.",
        not_this="A comment that also mentions an earlier order still speaks of this one.",
        asks_for="which order it was meant for",
    ),
    outcome=Outcome.REMOVE,
    find=find,
    about_comment=True,
)
