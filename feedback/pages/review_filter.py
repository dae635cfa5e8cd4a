"""Which of a seller's reviews a reader wants to see, as the page's address says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from feedback.pages.cards import CRITERIA
from feedback.queries.causes import CAUSES
from policy.terms import Sentiment

SENTIMENTS = (("", "All"), *((each.value, each.value.capitalize()) for each in Sentiment))
KINDS = (
    ("", "All reviews"),
    ("comment", "With a comment"),
    ("response", "With an answer"),
    ("struck", "Struck through"),
)


CAUSE_WORDS = {
    "product": "The product",
    "delivery": "Delivery",
    "fulfilment": "Packing and handling",
    "fulfilment_service": "Service of the fulfilment",
    "seller_service": "Your service",
    "communication": "Communication",
    "price": "The price",
    "other": "Something else",
    "stars_only": "Stars without words",
    "not_read": "Not read yet",
}
ABOUT = (("", "Anything"), *((cause, CAUSE_WORDS[cause]) for cause in CAUSES))
FEW = (("", "Any criterion"), *CRITERIA)
# Name, label and choices; what programs read out of reviews is for the seller alone.
_FOR_ALL = (("sentiment", "Kind of rating", SENTIMENTS), ("show", "Which reviews", KINDS))
_FOR_SELLERS = (("about", "What they are about", ABOUT), ("few", "One or two stars for", FEW))


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """Each as its choices name it; what is none of them is as if not given."""

    sentiment: str = ""
    show: str = ""
    about: str = ""
    few: str = ""
    for_seller: bool = False

    @classmethod
    def from_get(cls, get: QueryDict, *, for_seller: bool) -> ReviewFilter:
        given = {
            name: value
            for name, _, choices in _FOR_ALL + (_FOR_SELLERS if for_seller else ())
            if (value := get.get(name, "")) in dict(choices)
        }
        return cls(**given, for_seller=for_seller)

    def __bool__(self) -> bool:
        return bool(self.query())

    def query(self) -> dict[str, str]:
        """What stands behind the question mark."""
        return {name: value for name, _, _ in _FOR_ALL + _FOR_SELLERS if (value := getattr(self, name))}

    def fields(self) -> list[dict[str, Any]]:
        """As the filter bar takes them."""
        return [
            {
                "name": name,
                "label": label,
                "value": getattr(self, name),
                "options": [{"value": v, "label": w} for v, w in choices],
            }
            for name, label, choices in _FOR_ALL + (_FOR_SELLERS if self.for_seller else ())
        ]
