"""Which feedback a seller wants to see in the Feedback Manager, as the page's address says it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from django.http import QueryDict

from disputes.queries.managing import CHANGED, KEPT, NONE, RUNNING, WITHDRAWN
from feedback.queries.manager import HIDDEN, Wanted
from policy.saying import say, say_number
from policy.terms import ReviewStatus, Sentiment

LONGEST_WORDS = 100
Choices = tuple[tuple[str, str], ...]

SENTIMENTS: Choices = (
    ("", say("All")),
    (Sentiment.POSITIVE.value, say("Positive")),
    (Sentiment.NEUTRAL.value, say("Neutral")),
    (Sentiment.NEGATIVE.value, say("Negative")),
)
STARS: Choices = (
    ("", say("Any stars")),
    *((str(n), say_number("{number} star", "{number} stars", n)) for n in (5, 4, 3, 2, 1)),
)
PERIODS: Choices = (
    ("", say("All time")),
    ("7", say("Last 7 days")),
    ("30", say("Last 30 days")),
    ("90", say("Last 90 days")),
    ("365", say("Last 365 days")),
    ("older", say("Older than 365 days")),
)
STATUSES: Choices = (
    ("", say("Any status")),
    (ReviewStatus.PUBLISHED.value, say("Published")),
    (HIDDEN, say("Hidden while a case runs")),
    (ReviewStatus.STRUCK.value, say("Struck through")),
    (ReviewStatus.ATTRIBUTED.value, say("Answered for by the partner")),
    (ReviewStatus.REMOVED.value, say("Removed")),
    (ReviewStatus.WITHDRAWN.value, say("Withdrawn by the buyer")),
)
ANSWERS: Choices = (("", say("Any")), ("no", say("Not answered")), ("yes", say("Answered")))
REQUESTS: Choices = (
    ("", say("Any")),
    (NONE, say("No request")),
    (RUNNING, say("Request running")),
    (CHANGED, say("Request granted")),
    (KEPT, say("Request refused")),
    (WITHDRAWN, say("Request taken back")),
)
_CHOICES = {
    "sentiment": SENTIMENTS,
    "period": PERIODS,
    "stars": STARS,
    "status": STATUSES,
    "answered": ANSWERS,
    "request": REQUESTS,
}
_LABELS = {
    "period": say("Period"),
    "stars": say("Stars"),
    "status": say("Status"),
    "answered": say("Your answer"),
    "request": say("Request"),
}


@dataclass(frozen=True, slots=True)
class ManagerFilter:
    """Each as its choices name it; what is none of them is as if not given."""

    sentiment: str = ""
    period: str = ""
    stars: str = ""
    status: str = ""
    answered: str = ""
    request: str = ""
    q: str = ""
    """Words of comments, or the whole number of an order."""

    @classmethod
    def from_get(cls, get: QueryDict) -> ManagerFilter:
        given = {name: value for name, choices in _CHOICES.items() if (value := get.get(name, "")) in dict(choices)}
        words = " ".join(get.get("q", "").replace("\0", " ").split())[:LONGEST_WORDS]
        return cls(**given, q=words)

    def __bool__(self) -> bool:
        return bool(self.query())

    @property
    def narrows(self) -> bool:
        """Whether something of the folded part is chosen."""
        return any(self.query(sentiment=""))

    def query(self, **instead: str) -> dict[str, str]:
        """What stands behind the question mark."""
        values = {each.name: getattr(self, each.name) for each in fields(self)} | instead
        return {name: value for name, value in values.items() if value}

    def wanted(self, today: date) -> Wanted:
        since = until = None
        if self.period == "older":
            until = today - timedelta(days=365)
        elif self.period:
            since = today - timedelta(days=int(self.period) - 1)
        return Wanted(
            sentiment=self.sentiment,
            status=self.status,
            since=since,
            until=until,
            stars=int(self.stars) if self.stars else None,
            answered={"yes": True, "no": False}.get(self.answered),
            words=self.q,
        )

    def fields(self) -> list[dict[str, Any]]:
        """As the filter bar takes them; the kind of rating has tabs of its own."""
        words = {"name": "q", "label": say("Words, or an order number"), "value": self.q}
        return [words] + [
            {
                "name": name,
                "label": label,
                "value": getattr(self, name),
                "options": [{"value": value, "label": words} for value, words in _CHOICES[name]],
            }
            for name, label in _LABELS.items()
        ]
