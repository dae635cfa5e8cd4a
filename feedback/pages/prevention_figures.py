"""Figures of the prevention desk: each number with what it is of, and a share only where there is enough to say one."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from feedback.queries.bad_reviews import OfferTally, WentBefore
from feedback.queries.causes import Causes
from feedback.queries.remedies import Ended, Ends
from policy.prevention import enough_to_say
from policy.saying import say
from policy.terms import Criterion

_CRITERIA = {
    Criterion.FULFILMENT: say("One or two stars for order fulfilment"),
    Criterion.START_TIME: say("One or two stars for start time"),
    Criterion.COMMUNICATION: say("One or two stars for communication"),
}


def causes_shown(criteria: Causes, before: WentBefore, offers: list[OfferTally], looked_at: int) -> dict[str, Any]:
    """What negative reviews had in common, the most frequent first; offers by how many are about them."""
    rows = [
        part(say("Work started later than promised"), before.started_late, before.promised_start),
        part(say("Delivered later than promised"), before.completed_late, before.promised),
        part(say("A message of the buyer waited too long"), before.waited, before.wrote),
        *(part(label, criteria.few[name], criteria.rated[name]) for name, label in _CRITERIA.items()),
    ]
    return {
        "reviews": before.reviews,
        "rows": sorted((row for row in rows if row["of"]), key=lambda row: -Fraction(row["number"], row["of"])),
        "offers": [part(each.title or say("Orders without an offer"), each.negative, each.ratings) for each in offers],
        "looked_at": looked_at,
    }


def ends_shown(ends: Ends) -> dict[str, Any]:
    """Side by side: with a remedy, and without."""
    with_it, without = ends.remedied, ends.left_alone
    rows = [
        (say("Finished"), "finished", "orders"),
        (say("Delivered by the promise in force"), "on_time", "promised"),
        (say("Positive feedback"), "positive", "orders"),
        (say("Neutral feedback"), "neutral", "orders"),
        (say("Negative feedback"), "negative", "orders"),
        (say("No feedback that counts"), "silent", "orders"),
    ]
    return {
        "remedied": with_it.orders,
        "left_alone": without.orders,
        "enough": enough_to_say(with_it.orders, without.orders),
        "looked_at": ends.looked_at,
        "cut": ends.cut,
        "rows": [
            {"label": label, "with": _of(with_it, label, name, base), "without": _of(without, label, name, base)}
            for label, name, base in rows
        ],
    }


def _of(ended: Ended, label: str, name: str, base: str) -> dict[str, Any]:
    return part(label, getattr(ended, name), getattr(ended, base))


def part(label: str, number: int, of: int) -> dict[str, Any]:
    """`share` in whole percent, halves up; None where there are too few to say."""
    share = (number * 200 + of) // (2 * of) if enough_to_say(of) else None
    return {"label": label, "number": number, "of": of, "share": share}
