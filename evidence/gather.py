"""What can be gathered by itself for each ground, as facts that the ground's own rule then reads."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from evidence import duplicates, personal_information, text
from policy import grounds
from policy.facts import CommentSentence, Finding, RemovalFacts
from policy.grounds import Parameters
from policy.terms import GroundKey

VERSIONS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "text": text.VERSION,
        "duplicates": duplicates.VERSION,
        "personal_information": personal_information.VERSION,
    }
)
"""Kept beside every finding, so that agreement with agents can be measured by version."""

_GATHERERS: Final[Mapping[GroundKey, str]] = MappingProxyType(
    {
        GroundKey.DUPLICATE: "duplicates",
        GroundKey.PERSONAL_INFORMATION: "personal_information",
        GroundKey.PRODUCT_REVIEW: "text",
        GroundKey.PLATFORM_FULFILMENT: "text",
        GroundKey.SHIPPED_ON_TIME: "text",
    }
)


@dataclass(frozen=True, slots=True)
class Material:
    """The facts as the database holds them, and what helps to read the comment."""

    facts: RemovalFacts
    region: str = "ZZ"
    """Two-letter country whose national telephone numbers are understood; "ZZ" for none."""
    party_names: tuple[str, ...] = ()
    """Names and addresses of the order's own parties."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """One ground's finding, and which gatherer in which version helped ("" and 0 for plain facts)."""

    finding: Finding
    gatherer: str = ""
    version: int = 0


def gather(ground: GroundKey, material: Material, parameters: Parameters | None = None) -> Gathered:
    """Gather for one ground, then let its rule find."""
    name = _GATHERERS.get(ground, "")
    finding = grounds.find(ground, with_evidence(ground, material), parameters)
    return Gathered(finding, name, VERSIONS.get(name, 0))


def with_evidence(ground: GroundKey, material: Material) -> RemovalFacts:
    """The facts, with what this ground needs read from the texts. What is already there is kept."""
    facts = material.facts
    match ground:
        case GroundKey.DUPLICATE:
            return replace(
                facts,
                other_reviews=tuple(
                    other
                    if other.likeness is not None
                    else replace(other, likeness=duplicates.likeness(facts.comment, other.text))
                    for other in facts.other_reviews
                ),
            )
        case GroundKey.PERSONAL_INFORMATION if facts.personal_spans is None:
            return replace(
                facts,
                personal_spans=personal_information.find_spans(
                    facts.comment, region=material.region, known=material.party_names
                ),
            )
        case GroundKey.PRODUCT_REVIEW | GroundKey.PLATFORM_FULFILMENT | GroundKey.SHIPPED_ON_TIME:
            # Which subject a sentence has is left open: no gatherer reads it, so the ground answers UNKNOWN.
            return replace(
                facts,
                sentences=facts.sentences
                or tuple(CommentSentence(each.start, each.end) for each in text.sentences(facts.comment)),
            )
        case _:
            return facts
