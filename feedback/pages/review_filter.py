"""Which of a seller's reviews a reader wants to see, as the page's address says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from policy.terms import Sentiment

SENTIMENTS = (("", "All"), *((each.value, each.value.capitalize()) for each in Sentiment))
KINDS = (
    ("", "All reviews"),
    ("comment", "With a comment"),
    ("response", "With an answer"),
    ("struck", "Struck through"),
)


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """`sentiment` and `show` as KINDS names them; what is none of the choices is as if not given."""

    sentiment: str = ""
    show: str = ""

    @classmethod
    def from_get(cls, get: QueryDict) -> ReviewFilter:
        return cls(
            *(
                value if value in dict(choices) else ""
                for value, choices in ((get.get("sentiment", ""), SENTIMENTS), (get.get("show", ""), KINDS))
            )
        )

    def __bool__(self) -> bool:
        return bool(self.sentiment or self.show)

    def query(self) -> dict[str, str]:
        """What stands behind the question mark."""
        return {name: value for name, value in (("sentiment", self.sentiment), ("show", self.show)) if value}

    def fields(self) -> list[dict[str, Any]]:
        """As the filter bar takes them."""
        return [
            {
                "name": name,
                "label": label,
                "value": value,
                "options": [{"value": v, "label": w} for v, w in choices],
            }
            for name, label, value, choices in (
                ("sentiment", "Kind of rating", self.sentiment, SENTIMENTS),
                ("show", "Which reviews", self.show, KINDS),
            )
        ]
