"""How a comment relates to its order: which orders and offers it names, and whether it speaks of a purchase at all."""

from evidence.relation.fitting import fits_its_order
from evidence.relation.order_numbers import candidate_numbers
from evidence.relation.reading import GATHERER

__all__ = ["GATHERER", "candidate_numbers", "fits_its_order"]
