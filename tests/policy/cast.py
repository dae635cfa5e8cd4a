"""The cast and the calendar that the tests of the rules share."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from policy.document import PolicyDocument, parse_policy, preset
from policy.facts import OrderFacts, RemovalFacts
from policy.terms import OrderStatus

BERLIN = ZoneInfo("Europe/Berlin")


def at(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    """A moment in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def policy(name: str = "game_goods", **changes: Any) -> PolicyDocument:
    """A preset with changes by path: `policy("retail", feedback__edit_within_days=7)`."""
    data = preset(name)
    for path, value in changes.items():
        *steps, last = path.split("__")
        part = data
        for step in steps:
            part = part[step]
        part[last] = value
    return parse_policy(data)


def contested(comment: str = "It came a week late.", **facts: Any) -> RemovalFacts:
    """What is known about a review that Bob contests and Alice wrote on 10 May."""
    known: dict[str, Any] = {
        "review_id": "review-1",
        "comment": comment,
        "published_at": at(2026, 5, 10),
        "gathered_at": at(2026, 6, 1),
        "order": OrderFacts("order-1", OrderStatus.FINISHED),
    }
    return RemovalFacts(**(known | facts))
