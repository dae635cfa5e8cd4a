"""Chat reading: demands that a buyer tied to feedback, and what a seller offered or pressed for it."""

from dataclasses import replace
from typing import Final

from evidence.demands.inducements import inducements
from evidence.demands.threats import threats
from evidence.gatherer import Gatherer
from evidence.material import Material
from policy.facts import RemovalFacts

__all__ = ["GATHERER", "read"]


def read(material: Material) -> RemovalFacts:
    """Read the order's chat, each side for its own; what was read before is kept."""
    facts = material.facts
    offers = facts.inducements if facts.inducements is not None else inducements(facts.chat)
    found = facts.threats if facts.threats is not None else threats(facts.chat, offers, facts.published_at)
    return replace(facts, threats=found, inducements=offers)


GATHERER: Final = Gatherer("demands", 1, read)
