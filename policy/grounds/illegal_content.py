"""Ground: a notice of illegal content is well founded (DSA Art. 16)."""

from typing import Final

from policy.facts import Finding, Reference, RemovalFacts
from policy.grounds.ground import Ground, GroundText, Parameters, stars_only, unknown
from policy.saying import say
from policy.terms import EvidenceKind, GroundKey, Outcome

KEY: Final = GroundKey.ILLEGAL_CONTENT
REVISION: Final = 1


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """UNKNOWN always: whether a law is broken depends on what is true and on which law applies.

    No program can know either, and a wrong answer would silence somebody; so a person judges the notice.
    """
    if facts.stars_only:
        return stars_only(KEY, REVISION)
    if facts.notice is None:
        told = say("There is no notice; an agent must judge it.")
    elif facts.notice.law:
        told = say(
            "The notice explains why the comment is said to be illegal under {law}; an agent must judge it.",
            law=facts.notice.law,
        )
    else:
        told = say("The notice explains why the comment is said to be illegal; an agent must judge it.")
    return unknown(
        KEY,
        REVISION,
        told,
        Reference(EvidenceKind.REVIEW, facts.review_id),
    )


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name=say("Illegal content"),
        called=say("illegal content"),
        meaning=say("A notice that the comment breaks the law is well founded."),
        not_this=say("An opinion that hurts is not illegal for that."),
        asks_for=say("the explanation, and the law"),
    ),
    outcome=Outcome.REMOVE,
    find=find,
    about_comment=True,
    comment_is_evidence=True,
)
