"""What each outcome that the agent may choose would do to the seller's rate, before anything is decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from disputes.admin.reasons import LABELS, choices
from disputes.deciding.approval import moves_too_far
from disputes.queries import CaseStory
from feedback.queries import Alternatives, what_if_each
from policy.document import PolicyDocument
from policy.phrases import listed
from policy.rate import Counts, basis
from policy.terms import Criterion, Outcome, ReviewStatus
from tenants.models import PolicyVersion

CRITERIA = {
    Criterion.FULFILMENT: "Order fulfilment",
    Criterion.START_TIME: "Start time",
    Criterion.COMMUNICATION: "Communication",
}
Choice = tuple[Outcome, tuple[str, ...]]


def effects_of(story: CaseStory, *, version: PolicyVersion, now: datetime) -> dict[str, Any] | None:
    """The headline now and after each choice, those with the same end together; None where a review counts nowhere.

    `version` is the one in force, which rates are of; whether a lead must agree is for the case's own to say.
    """
    review = story.case.review
    if review.status != ReviewStatus.PUBLISHED:
        return None
    offered = list(_offered(story))
    found = what_if_each(review, offered, now, version=version)
    minimum = version.policy.feedback.minimum_ratings
    before = headline(found.now, minimum)
    rows: list[dict[str, Any]] = []
    for choice in offered:
        after = headline(found.then[choice], minimum)
        held = _is_held(choice, found, story.case.policy_version.policy)
        row = next((each for each in rows if (each["then"], each["held"]) == (after, held)), None)
        if row is None:
            row = {"choices": [], "then": after, "held": held, "changes": after != before}
            row["by"] = _moved(before, after)
            rows.append(row)
        row["choices"].append(choice)
    for row in rows:
        row["name"] = _names(row["choices"], rated=sum(bool(criteria) for _, criteria in offered))
    return {
        "now": before,
        "rows": rows,
        "any_held": any(row["held"] for row in rows),
        "leaves_on": found.leaves_window_on,
        "by_choice": {outcome.value: row for row in rows for outcome, criteria in row["choices"] if not criteria},
    }


def beside(shown: Sequence[dict[str, Any]], effects: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The choices of the form, each with what it would do."""
    found = effects["by_choice"] if effects else {}
    return [{**choice, "effect": found.get(choice["value"])} for choice in shown]


def headline(figures: dict[str, Any], minimum: int) -> dict[str, Any]:
    """A rate with its base, as the page shows it."""
    year = figures["windows"]["365"]
    window = basis(Counts(year["positive"], year["neutral"], year["negative"]), minimum).window.value
    counted = figures["windows"][window]
    return {
        "rate": f"{Decimal(figures['rate']) * 100:.2f}" if figures["rate"] is not None else "",
        "status": figures["status"],
        "positive": counted["positive"],
        "total": counted["positive"] + counted["neutral"] + counted["negative"],
        "window": "all time" if window == "lifetime" else f"the last {window} days",
    }


def _offered(story: CaseStory) -> list[Choice]:
    """Every outcome of the form; a strike also of each criterion by itself, where something else stays rated."""
    review = story.case.review
    struck = review.struck_criteria or ()
    rated = [each.value for each in Criterion if getattr(review, each.value) and each.value not in struck]
    offered: list[Choice] = []
    for outcome in choices(story.claims, story.case.policy_version.policy):
        if outcome is Outcome.STRIKE and len(rated) > 1:
            offered += [(outcome, (each,)) for each in rated]
        offered.append((outcome, ()))
    return offered


def _is_held(choice: Choice, found: Alternatives, policy: PolicyDocument) -> bool:
    if policy.removal.second_approval is None:
        return False
    return moves_too_far(choice[0], {"now": found.now, "then": found.then[choice]}, policy=policy)


def _moved(before: dict[str, Any], after: dict[str, Any]) -> str:
    """By how many percentage points, with its sign; '' where one of the two is no rate."""
    if not before["rate"] or not after["rate"] or before["rate"] == after["rate"]:
        return ""
    return f"{Decimal(after['rate']) - Decimal(before['rate']):+.2f}".replace("-", "−")


def _names(chosen: Sequence[Choice], *, rated: int) -> str:
    whole = [LABELS[outcome] for outcome, criteria in chosen if not criteria]
    parts = [CRITERIA[Criterion(each)].lower() for _, criteria in chosen for each in criteria]
    if parts:
        which = "any one criterion" if len(parts) == rated else listed(parts, "or")
        whole.append(f"Strike {which} alone")
    first, *rest = whole
    return listed([first, *(name[0].lower() + name[1:] for name in rest)], "or")
