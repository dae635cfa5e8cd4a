"""What every gatherer is: a name, a version, and a function from what is known to facts with more in them."""

from collections.abc import Callable
from dataclasses import dataclass

from evidence.material import Material
from policy.facts import RemovalFacts


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Pure, deterministic and offline: the same material gives the same facts, on any machine."""

    name: str
    version: int
    """Goes up by one whenever the same material could give other facts."""
    read: Callable[[Material], RemovalFacts]
    """Fills what it reads into the facts and leaves the rest; what is already there is kept."""

    @property
    def label(self) -> str:
        """As findings name it: "subjects 2"."""
        return f"{self.name} {self.version}"
