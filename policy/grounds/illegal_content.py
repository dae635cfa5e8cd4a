"""Ground: a notice of illegal content is well founded (DSA Art. 16)."""

from typing import Final

from policy.facts import Finding, Reference, RemovalFacts
from policy.grounds.ground import Ground, GroundText, Parameters, stars_only, unknown
from policy.terms import EvidenceKind, GroundKey, Outcome

KEY: Final = GroundKey.ILLEGAL_CONTENT
REVISION: Final = 1


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """UNKNOWN always: whether a law is broken depends on what is true and on which law applies.

    No program can know either, and a wrong answer would silence somebody; so a person judges the notice.
    """
    if facts.stars_only:
        return stars_only(KEY, REVISION)
    law = f" under {facts.notice.law}" if facts.notice and facts.notice.law else ""
    named = "The notice explains why the comment is said to be illegal" if facts.notice else "There is no notice"
    return unknown(
        KEY,
        REVISION,
        f"{named}{law}; an agent must judge it.",
        Reference(EvidenceKind.REVIEW, facts.review_id),
    )


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name="Illegal content",
        meaning="A notice that the comment breaks the law is well founded.",
        not_this="An opinion that hurts is not illegal for that.",
        asks_for="the explanation, and the law",
    ),
    outcome=Outcome.REMOVE,
    find=find,
    about_comment=True,
    comment_is_evidence=True,
)
