"""Ground: the comment holds somebody's contact data, account or card numbers."""

from collections import Counter
from typing import Final

from policy.facts import Finding, Reference, RemovalFacts
from policy.grounds.ground import Ground, GroundText, Parameters, answer, stars_only, unknown
from policy.terms import EvidenceKind, GroundKey, Outcome, Verdict

KEY: Final = GroundKey.PERSONAL_INFORMATION
REVISION: Final = 1

CONFIDENCE_FOUND: Final = 0.95
CONFIDENCE_NOTHING_FOUND: Final = 0.8
"""Precision and recall that were measured for telephone numbers, the hardest kind."""


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """MET when a span was found; a name alone is not gathered, so an agent still reads for names."""
    if facts.stars_only:
        return stars_only(KEY, REVISION)
    spans = facts.personal_spans
    if spans is None:
        return unknown(
            KEY,
            REVISION,
            "The comment was not searched for contact data; an agent must read it.",
            Reference(EvidenceKind.REVIEW, facts.review_id),
        )
    if not spans:
        return answer(
            KEY,
            REVISION,
            Verdict.NOT_MET,
            "The search found no contact data, account or card number in the comment; names it does not "
            "know are for the agent to see.",
            confidence=CONFIDENCE_NOTHING_FOUND,
        )
    kinds = ", ".join(
        f"{number} x {kind.replace('_', ' ')}" for kind, number in Counter(span.kind for span in spans).items()
    )
    return answer(
        KEY,
        REVISION,
        Verdict.MET,
        f"The comment holds personal information: {kinds}.",
        *(Reference(EvidenceKind.REVIEW, facts.review_id, each.start, each.end, each.kind) for each in spans),
        confidence=CONFIDENCE_FOUND,
    )


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name="Personal information",
        meaning="The comment holds contact data, an address, an account or a card number of anyone; it is "
        "hidden where the rest can stand.",
        not_this="An order number, a price or the seller's public name is not personal information.",
    ),
    outcome=Outcome.REDACT,
    find=find,
    about_comment=True,
    comment_is_evidence=True,
)
