"""Finds contact data, addresses, account and card numbers in a comment; never order numbers or prices."""

from dataclasses import replace
from typing import Final

from evidence.gatherer import Gatherer
from evidence.material import Material
from evidence.personal_information.search import find_spans
from policy.facts import RemovalFacts

__all__ = ["GATHERER", "find_spans", "read"]


def read(material: Material) -> RemovalFacts:
    """Search the comment, unless somebody has marked it already."""
    facts = material.facts
    if facts.personal_spans is not None:
        return facts
    orders = (facts.order.order_id, *(order.order_id for order in material.other_orders or ()))
    public = (material.seller_name, facts.order.tracking_number, *orders)
    found = find_spans(facts.comment, region=material.region, known=material.party_names, public=public)
    return replace(facts, personal_spans=found)


GATHERER: Final = Gatherer("personal_information", 2, read)
