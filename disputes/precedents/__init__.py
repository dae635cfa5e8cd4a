"""What was decided in cases like this one: how near two cases are, and the nearest of the decided ones."""

from disputes.precedents.finding import MOST_READ, Precedent, Precedents, decided_like, nearest
from disputes.precedents.nearness import NEAR, WEIGHTS, Likeness, Traits, likeness

__all__ = [
    "MOST_READ",
    "NEAR",
    "WEIGHTS",
    "Likeness",
    "Precedent",
    "Precedents",
    "Traits",
    "decided_like",
    "likeness",
    "nearest",
]
