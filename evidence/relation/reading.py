"""The gatherer: mentions, insults and likeness, read into the facts where nobody has read them yet."""

from dataclasses import replace
from typing import Final

from evidence.gatherer import Gatherer
from evidence.material import Material
from evidence.relation.fitting import others_fitted, own_fits
from evidence.relation.insults import insult_spans
from evidence.relation.likeness import likeness_to_order
from evidence.relation.mentions import mentions
from policy.facts import FoundSpan, RemovalFacts


def read(material: Material) -> RemovalFacts:
    """Fill what the comment names, whom it insults, how like it is to the order, and which orders reviews fit."""
    facts = material.facts
    return replace(
        facts,
        fits_its_order=own_fits(material) if facts.fits_its_order is None else facts.fits_its_order,
        other_reviews=others_fitted(material),
        mentions=mentions(material) if facts.mentions is None else facts.mentions,
        insult_spans=_insults(material) if facts.insult_spans is None else facts.insult_spans,
        likeness_to_order=likeness_to_order(material) if facts.likeness_to_order is None else facts.likeness_to_order,
    )


def _insults(material: Material) -> tuple[FoundSpan, ...]:
    people = (*material.party_names, material.seller_name)
    return insult_spans(material.facts.comment, people, material.offer_title)


GATHERER: Final = Gatherer("relation", 2, read)
