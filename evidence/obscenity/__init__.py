"""Marks obscene words of a comment in many languages, also disguised ones; blunt words are left alone."""

from dataclasses import replace
from typing import Final

from evidence.gatherer import Gatherer
from evidence.material import Material
from evidence.obscenity.search import find_spans
from policy.facts import RemovalFacts

__all__ = ["GATHERER", "find_spans", "read"]


def read(material: Material) -> RemovalFacts:
    """Mark the comment's obscene words, unless somebody has marked them already."""
    facts = material.facts
    return facts if facts.obscene_spans is not None else replace(facts, obscene_spans=find_spans(facts.comment))


GATHERER: Final = Gatherer("obscenity", 1, read)
