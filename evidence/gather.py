"""What can be gathered by itself for each ground, as facts that the ground's own rule then reads."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from evidence import coordination, demands, obscenity, personal_information, relation, subjects, wording
from evidence.gatherer import Gatherer
from evidence.material import Material
from policy import grounds
from policy.facts import Finding, RemovalFacts
from policy.grounds import Parameters
from policy.terms import GroundKey

__all__ = ["GATHERERS", "Gathered", "Material", "gather", "label_of", "with_conduct", "with_evidence"]

GATHERERS: Final[Mapping[GroundKey, tuple[Gatherer, ...]]] = MappingProxyType(
    {
        GroundKey.BLACKMAIL: (demands.GATHERER,),
        GroundKey.FEEDBACK_BOMBING: (coordination.GATHERER,),
        GroundKey.DUPLICATE: (wording.GATHERER, relation.GATHERER),
        GroundKey.UNRELATED: (subjects.GATHERER, relation.GATHERER),
        GroundKey.WRONG_ORDER: (relation.GATHERER,),
        GroundKey.OBSCENE_LANGUAGE: (obscenity.GATHERER,),
        GroundKey.PERSONAL_INFORMATION: (personal_information.GATHERER,),
        GroundKey.PRODUCT_REVIEW: (subjects.GATHERER,),
        GroundKey.PLATFORM_FULFILMENT: (subjects.GATHERER,),
        GroundKey.SHIPPED_ON_TIME: (subjects.GATHERER,),
    }
)
"""Who reads for which ground, in this order; a ground without one rests on plain facts."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """One ground's finding, the facts that it rests on, and who read them ("" where they are plain)."""

    finding: Finding
    facts: RemovalFacts
    gatherers: str = ""


def gather(ground: GroundKey, material: Material, parameters: Parameters | None = None) -> Gathered:
    """Gather for one ground, then let its rule find."""
    facts = with_evidence(ground, material)
    return Gathered(grounds.find(ground, facts, parameters), facts, label_of(ground))


def with_evidence(ground: GroundKey, material: Material) -> RemovalFacts:
    """The facts, with what this ground needs read from the texts. What is already there is kept."""
    facts = material.facts
    for gatherer in GATHERERS.get(ground, ()):
        facts = gatherer.read(material if facts is material.facts else replace(material, facts=facts))
    return facts


def with_conduct(facts: RemovalFacts) -> RemovalFacts:
    """The facts, with what either side tied to feedback in the chat: agents see it whatever was claimed."""
    return demands.GATHERER.read(Material(facts))


def label_of(ground: GroundKey) -> str:
    """The gatherers of a ground with their versions, kept beside every finding: "relation 1, subjects 2"."""
    return ", ".join(gatherer.label for gatherer in GATHERERS.get(ground, ()))
