"""Ground: the comment holds obscene words."""

from typing import Final

from policy.facts import Finding, Reference, RemovalFacts
from policy.grounds.ground import Ground, GroundText, Parameters, stars_only, unknown
from policy.terms import EvidenceKind, GroundKey, Outcome

KEY: Final = GroundKey.OBSCENE_LANGUAGE
REVISION: Final = 1


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """UNKNOWN: which words are obscene here is for a person to read."""
    if facts.stars_only:
        return stars_only(KEY, REVISION)
    return unknown(
        KEY,
        REVISION,
        "Obscene words are not marked by itself; an agent must read the comment and mark them.",
        Reference(EvidenceKind.REVIEW, facts.review_id),
    )


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name="Obscene language",
        meaning="The comment holds obscene words; they are hidden where the rest can stand.",
        not_this="Blunt or sarcastic words are not obscene.",
    ),
    outcome=Outcome.REDACT,
    find=find,
    about_comment=True,
    comment_is_evidence=True,
)
