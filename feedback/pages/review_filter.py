"""Which of a seller's reviews a reader wants to see, as the page's address says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import QueryDict

from feedback.pages.cards import CRITERIA
from feedback.queries.causes import CAUSES
from feedback.queries.seller_page import Wanted
from policy.saying import say, say_number
from policy.terms import Sentiment

SENTIMENTS = (
    ("", say("All")),
    (Sentiment.POSITIVE.value, say("Positive")),
    (Sentiment.NEUTRAL.value, say("Neutral")),
    (Sentiment.NEGATIVE.value, say("Negative")),
)
KINDS = (
    ("", say("All reviews")),
    ("comment", say("With a comment")),
    ("response", say("With an answer")),
    ("struck", say("Struck through")),
)


CAUSE_WORDS = {
    "product": say("The product"),
    "delivery": say("Delivery"),
    "fulfilment": say("Packing and handling"),
    "fulfilment_service": say("Service of the fulfilment"),
    "seller_service": say("Your service"),
    "communication": say("Communication"),
    "price": say("The price"),
    "other": say("Something else"),
    "stars_only": say("Stars without words"),
    "not_read": say("Not read yet"),
}
ABOUT = (("", say("Anything")), *((cause, CAUSE_WORDS[cause]) for cause in CAUSES))
FEW = (("", say("Any criterion")), *CRITERIA)
STARS = (("", say("Any")), *((str(n), say_number("{number} star", "{number} stars", n)) for n in range(5, 0, -1)))
PERIODS = (("", say("All time")), *((str(days), say("Last {days} days", days=days)) for days in (30, 90, 365)))
# Name, label and choices; what programs read out of reviews is for the seller alone.
_FOR_ALL = (
    ("stars", say("Stars"), STARS),
    ("sentiment", say("Kind of rating"), SENTIMENTS),
    ("few", say("One or two stars for"), FEW),
    ("show", say("Which reviews"), KINDS),
    ("period", say("Published"), PERIODS),
)
_FOR_SELLERS = (("about", say("What they are about"), ABOUT),)
LONGEST_SEARCH = 100
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """Each as its choices name it; what is none of them is as if not given. `q` is what comments are searched for."""

    q: str = ""
    stars: str = ""
    sentiment: str = ""
    few: str = ""
    show: str = ""
    period: str = ""
    about: str = ""
    for_seller: bool = False

    @classmethod
    def from_get(cls, get: QueryDict, *, for_seller: bool) -> ReviewFilter:
        given = {
            name: value
            for name, _, choices in _FOR_ALL + (_FOR_SELLERS if for_seller else ())
            if (value := get.get(name, "")) in dict(choices)
        }
        # What no comment can hold finds nothing, and no database takes a NUL.
        searched = get.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip()
        return cls(**given, q=searched, for_seller=for_seller)

    def __bool__(self) -> bool:
        return bool(self.query())

    def query(self) -> dict[str, str]:
        """What stands behind the question mark."""
        names = ("q", *(name for name, _, _ in _FOR_ALL + _FOR_SELLERS))
        return {name: value for name in names if (value := getattr(self, name))}

    def wanted(self, now: datetime) -> Wanted:
        """As the query takes it; a period goes back to the same time of its first day."""
        return Wanted(
            sentiment=self.sentiment,
            since=now - timedelta(days=int(self.period)) if self.period else None,
            show=self.show,
            cause=self.about,
            few=self.few,
            stars=int(self.stars) if self.stars else None,
            words=tuple(self.q.split()[:MOST_WORDS]),
        )

    def fields(self) -> list[dict[str, Any]]:
        """As the filter bar takes them."""
        return [{"name": "q", "label": say("Words in the comment"), "value": self.q, "type": "search"}] + [
            {
                "name": name,
                "label": label,
                "value": getattr(self, name),
                "options": [{"value": v, "label": w} for v, w in choices],
            }
            for name, label, choices in _FOR_ALL + (_FOR_SELLERS if self.for_seller else ())
        ]
