"""Every ground there is, by its key: what a marketplace's policy may switch on."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from policy.facts import Finding, RemovalFacts
from policy.grounds import (
    blackmail,
    duplicate,
    feedback_bombing,
    illegal_content,
    mutual_agreement,
    obscene_language,
    partner_at_fault,
    personal_information,
    platform_fulfilment,
    product_review,
    shipped_on_time,
    unrelated,
    wrong_order,
)
from policy.grounds.ground import Bounds, Ground, GroundText, Parameters
from policy.saying import say
from policy.terms import GroundKey

__all__ = ["GROUNDS", "NEVER_GROUNDS", "Bounds", "Ground", "GroundText", "Parameters", "find", "find_all"]

_ALL: Final = (
    blackmail.GROUND,
    feedback_bombing.GROUND,
    duplicate.GROUND,
    mutual_agreement.GROUND,
    unrelated.GROUND,
    wrong_order.GROUND,
    obscene_language.GROUND,
    personal_information.GROUND,
    product_review.GROUND,
    platform_fulfilment.GROUND,
    shipped_on_time.GROUND,
    partner_at_fault.GROUND,
    illegal_content.GROUND,
)

GROUNDS: Final[Mapping[GroundKey, Ground]] = MappingProxyType({ground.key: ground for ground in _ALL})

NEVER_GROUNDS: Final = (
    say("Low stars."),
    say("A wish to get an answer."),
    say("A problem that has been resolved since."),
    say("An opinion that seems unwarranted but is genuine."),
)
"""What no policy can make a ground."""


def find(ground: GroundKey, facts: RemovalFacts, parameters: Parameters | None = None) -> Finding:
    """What holds for one ground, with the marketplace's parameters for it."""
    return GROUNDS[ground].find(facts, parameters or {})


def find_all(facts: RemovalFacts, parameters: Mapping[GroundKey, Parameters]) -> tuple[Finding, ...]:
    """What holds for each of the grounds named in `parameters`, in the order of the published list."""
    return tuple(find(key, facts, parameters[key]) for key in GroundKey if key in parameters)
