"""What a seller's rate would be after each of several outcomes of one review, counted once for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from feedback.models import Review
from feedback.queries.alternatives import figures_after
from feedback.queries.past_figures import figures_at
from feedback.queries.rating import basis_of, headline
from policy.terms import Outcome, ReviewStatus
from policy.windows import in_window, leaves_window_on, local_day
from tenants.models import PolicyVersion

Choice = tuple[Outcome, tuple[str, ...]]
"""An outcome and the criteria that a strike is of; none for the whole review."""


@dataclass(frozen=True, slots=True)
class Alternatives:
    """`now` and each of `then` are headlines `{rate, status, windows}`, as the rating shows them."""

    now: dict[str, Any]
    then: dict[Choice, dict[str, Any]]
    leaves_window_on: date | None
    """When the review leaves the headline's window by itself."""


def what_if_each(
    review: Review, choices: Iterable[Choice], now: datetime, *, version: PolicyVersion | None = None
) -> Alternatives:
    """As `what_if` for each choice; the figures are read once. `version` is the policy in force, where it is known."""
    windows, version = figures_at(review.seller, now, version=version)
    policy = version.policy
    basis = basis_of(windows, policy)
    counted = review.status == ReviewStatus.PUBLISHED and in_window(
        review.published_on, local_day(now, review.tenant.zone), basis.window
    )
    then = {}
    for outcome, criteria in choices:
        after = figures_after(windows, [review], outcome, version, now, criteria=criteria)
        then[outcome, criteria] = headline(after, policy)
    leaves_on = leaves_window_on(review.published_on, basis.window.days) if counted else None
    return Alternatives(headline(windows, policy), then, leaves_on)
