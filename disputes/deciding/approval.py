"""Whether a decision would move the seller's headline rate so far that a lead must agree first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from feedback.queries import what_if_together
from policy.document import PolicyDocument
from policy.outcomes import needs_second_approval
from policy.rate import Counts, basis, rate
from policy.terms import Outcome, Window


def must_be_approved(
    outcome: Outcome,
    *,
    reviews: Sequence,
    policy: PolicyDocument,
    now: datetime,
    group_size: int = 1,
    criteria: Collection[str] = (),
) -> bool:
    """By the second-approval rule of the policy, on figures that are exact at `now`.

    `reviews` are all that get this outcome at once: what counts is how far they move the rate together.
    """
    if policy.removal.second_approval is None:
        return False
    change = what_if_together(reviews, outcome, now, criteria=criteria)
    return moves_too_far(outcome, change, policy=policy, group_size=group_size)


def moves_too_far(outcome: Outcome, change: Mapping[str, Any], *, policy: PolicyDocument, group_size: int = 1) -> bool:
    """The rule itself; `change` is `{now, then}` of a what-if."""
    before = _headline(change["now"]["windows"], policy)
    after = _headline(change["then"]["windows"], policy)
    formula = policy.feedback.rate_formula
    return needs_second_approval(
        outcome,
        policy,
        rate_before=rate(before, formula),
        rate_after=rate(after, formula),
        ratings=before.ratings,
        group_size=group_size,
    )


def _headline(windows: dict[str, dict[str, Any]], policy: PolicyDocument) -> Counts:
    """The counts of the window that the headline rate is of."""
    counts = {key: Counts(each["positive"], each["neutral"], each["negative"]) for key, each in windows.items()}
    return counts[basis(counts[Window.DAYS_365], policy.feedback.minimum_ratings).window]
