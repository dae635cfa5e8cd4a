"""Ground: the comment holds obscene words."""

from collections.abc import Iterable
from typing import Final

from policy.facts import Finding, FoundSpan, Reference, RemovalFacts
from policy.grounds.ground import Bounds, Ground, GroundText, Parameters, answer, stars_only, unknown
from policy.saying import say, say_number
from policy.terms import EvidenceKind, GroundKey, Outcome, Verdict

KEY: Final = GroundKey.OBSCENE_LANGUAGE
REVISION: Final = 2
"""2: words that a program marked can answer it."""

CONFIDENCE_NOTHING_FOUND: Final = 0.8
"""No list of words catches every spelling."""


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """MET when the search is sure of a word; words that it is not sure of are for a person to read."""
    if facts.stars_only:
        return stars_only(KEY, REVISION)
    spans = facts.obscene_spans
    if spans is None:
        return unknown(
            KEY,
            REVISION,
            say("Obscene words are not marked by itself; an agent must read the comment and mark them."),
            Reference(EvidenceKind.REVIEW, facts.review_id),
        )
    least = GROUND.parameter("least_confidence", parameters)
    certain = [each for each in spans if each.confidence >= least]
    if certain:
        return answer(
            KEY,
            REVISION,
            Verdict.MET,
            say_number(
                "The comment holds one obscene word.", "The comment holds {number} obscene words.", len(certain)
            ),
            *_references(facts, certain),
            confidence=max(each.confidence for each in certain),
        )
    if spans:
        return unknown(
            KEY,
            REVISION,
            say("The search marked words that may be obscene; an agent must read them in their place."),
            *_references(facts, spans),
        )
    return answer(
        KEY,
        REVISION,
        Verdict.NOT_MET,
        say("The search found no obscene word in the comment."),
        Reference(EvidenceKind.REVIEW, facts.review_id),
        confidence=CONFIDENCE_NOTHING_FOUND,
    )


def _references(facts: RemovalFacts, spans: Iterable[FoundSpan]) -> tuple[Reference, ...]:
    return tuple(Reference(EvidenceKind.REVIEW, facts.review_id, each.start, each.end, each.kind) for each in spans)


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name=say("Obscene language"),
        called=say("obscene language"),
        meaning=say("The comment holds obscene words; they are hidden where the rest can stand."),
        not_this=say("Blunt or sarcastic words are not obscene."),
    ),
    outcome=Outcome.REDACT,
    find=find,
    about_comment=True,
    comment_is_evidence=True,
    parameters={
        "least_confidence": Bounds(
            0.5, 1, 0.8, "A word that the search is so sure of, from 0 to 1, is proposed as obscene."
        )
    },
)
