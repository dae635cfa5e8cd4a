"""Reviews in every standing, for the tests of pages and API. Call everything inside the marketplace."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from feedback.actions.attribute_review import attribute_review
from feedback.actions.hide_review import hide_review
from feedback.actions.post_review import post_review
from feedback.actions.redact_review import redact_review
from feedback.actions.remove_review import remove_review
from feedback.actions.strike_review import strike_review
from feedback.actions.withdraw_review import withdraw_review
from feedback.models import Review
from orders.models import Partner
from tests.cast import NOW, Cast, finished_order

ONES = {"fulfilment": 1, "start_time": 1, "communication": 1}
FIVES = {"fulfilment": 5, "start_time": 5, "communication": 5}
WORDS = "Slow as a wet week, and no word for days."


def posted(
    cast: Cast,
    *,
    stars: dict[str, int] = ONES,
    comment: str = WORDS,
    at: datetime | None = None,
    **order: Any,
) -> Review:
    """Alice's review of a new order at Bob's, an hour before NOW unless `at` says otherwise."""
    at = at or NOW - timedelta(hours=1)
    order.setdefault("closed_at", at - timedelta(days=2))
    return post_review(
        tenant=cast.tenant,
        by=order.get("buyer", cast.alice),
        order=finished_order(cast, **order),
        stars=stars,
        comment=comment,
        now=at,
    )


def standing(cast: Cast, state: str, **review: Any) -> Review:
    """A review that is published, struck, attributed, removed, withdrawn, hidden or redacted by now."""
    if state == "attributed":
        partner = Partner.objects.create(
            tenant=cast.tenant, external_id="north", slug="north", name="Northline", created_at=NOW
        )
        review |= {"fulfilled_by": "partner", "partner": partner}
    made = posted(cast, **review)
    given = {"tenant": cast.tenant, "review": made, "now": NOW - timedelta(minutes=30)}
    match state:
        case "struck":
            return strike_review(by=cast.carol, ground="shipped_on_time", **given)
        case "attributed":
            return attribute_review(by=cast.carol, ground="partner_at_fault", **given)
        case "removed":
            return remove_review(by=cast.carol, ground="blackmail", **given)
        case "withdrawn":
            return withdraw_review(by=cast.alice, **given)
        case "hidden":
            return hide_review(by=None, **given)
        case "redacted":
            return redact_review(by=cast.carol, ground="personal_information", spans=[[0, 4]], **given)
    return made
