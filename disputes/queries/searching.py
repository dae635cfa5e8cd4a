"""What an agent means by the words typed above the queue: an order, a seller, a buyer, or words of the case."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from disputes.queue.words import words_of
from orders.queries import orders_of_external_ids, sellers_called
from tenants.queries import members_of_external_ids

SEARCH_HELP = (
    "An order's id, a seller's name or id, a buyer's id, or words of the comment, the claims and the buyer's name. "
    "An order is found whatever became of its case; all else among open cases."
)
MOST_WORDS = 8
"""Words that narrow the search; further ones would find the same."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What was meant; `about` is its condition on cases where it is one thing, `words` are marks otherwise."""

    about: Q | None = None
    sellers: tuple[UUID, ...] = ()
    words: tuple[str, ...] = ()
    closed_too: bool = False


def sought(text: str) -> Sought | None:
    """The first that fits, in the order of the sentence above; None where nothing can be found."""
    ids = _as_typed_or_in_one_case(text)
    if orders := orders_of_external_ids(ids):
        return Sought(Q(review__order__in=[order.pk for order in orders.values()]), closed_too=True)
    if sellers := sellers_called(ids, name=text):
        return Sought(sellers=tuple(seller.pk for seller in sellers))
    if buyers := members_of_external_ids(ids):
        return Sought(Q(review__buyer__in=[buyer.pk for buyer in buyers.values()]))
    words = words_of([text], most=MOST_WORDS)
    return Sought(words=tuple(words)) if words else None


def _as_typed_or_in_one_case(text: str) -> list[str]:
    """An index finds what is equal, so the usual ways to type an id are tried."""
    return list(dict.fromkeys((text, text.lower(), text.upper())))
