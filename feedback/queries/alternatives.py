"""What a seller's rate would be without one review, and what it would take to reach the target."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import copy, deepcopy
from datetime import datetime
from typing import Any

from feedback.models import Review
from feedback.queries.counting import countable_after
from feedback.queries.figures import Figures, add, counts_of, figures_of_review
from feedback.queries.past_figures import figures_at
from feedback.queries.rating import basis_of, headline
from feedback.revising import put_struck
from policy import rate as rates
from policy.terms import Outcome, ReviewStatus, Window
from policy.windows import in_window, leaves_window_on, local_day
from tenants.models import PolicyVersion

TAKES_OUT = frozenset({Outcome.REMOVE, Outcome.STRIKE, Outcome.ATTRIBUTE})
"""The outcomes after which a review counts in no rate of its seller."""


def what_if(review: Review, outcome: str, now: datetime, *, criteria: Collection[str] = ()) -> dict[str, Any]:
    """`{now, then, leaves_window_on, five_star_reviews_to_target}` of api.md.

    `criteria` are those that a strike is of, none for the whole review; something else must be left to count.
    `now` is exact even while a recount waits. The reviews to the target are those needed from now in the
    window that the headline is of, as it stands.
    """
    windows, version = figures_at(review.seller, now)
    policy = version.policy
    basis = basis_of(windows, policy)
    today = local_day(now, review.tenant.zone)
    counted = review.status == ReviewStatus.PUBLISHED and in_window(review.published_on, today, basis.window)
    feedback = policy.feedback
    counts = counts_of(windows[basis.window])
    then = figures_after(windows, [review], outcome, version, now, criteria=criteria)
    return {
        "now": headline(windows, policy),
        "then": headline(then, policy),
        "leaves_window_on": leaves_window_on(review.published_on, basis.window.days) if counted else None,
        "five_star_reviews_to_target": rates.five_star_reviews_to_target(
            counts, feedback.rate_formula, feedback.target
        ),
    }


def what_if_together(
    reviews: Sequence[Review], outcome: str, now: datetime, *, criteria: Collection[str] = ()
) -> dict[str, Any]:
    """`{now, then}` of `what_if` for several reviews of one seller that get the same outcome at once."""
    windows, version = figures_at(reviews[0].seller, now)
    then = figures_after(windows, reviews, outcome, version, now, criteria=criteria)
    return {"now": headline(windows, version.policy), "then": headline(then, version.policy)}


def figures_after(
    windows: dict[str, Figures],
    reviews: Sequence[Review],
    outcome: str,
    version: PolicyVersion,
    now: datetime,
    *,
    criteria: Collection[str] = (),
) -> dict[str, Figures]:
    """The windows as they would be after `outcome`; reviews that do not count change nothing."""
    then = deepcopy(windows)
    counting = [each for each in reviews if each.status == ReviewStatus.PUBLISHED]
    if not counting or outcome not in TAKES_OUT:
        return then
    today = local_day(now, counting[0].tenant.zone)
    gone, back = countable_after(counting, version.policy)
    if outcome == Outcome.STRIKE and criteria:
        # The review goes on counting, and so goes on superseding others; it counts as something else.
        chosen = {each.pk for each in counting}
        gone = [each for each in gone if each.pk in chosen]
        back = [_struck_in_part(each, criteria, version) for each in gone]
    for times, changed in ((-1, gone), (1, back)):
        for each in changed:
            for window in Window:
                if in_window(each.published_on, today, window):
                    add(then[window.value], figures_of_review(each), times)
    return then


def _struck_in_part(review: Review, criteria: Collection[str], version: PolicyVersion) -> Review:
    """What the review would be; it is not saved."""
    then = copy(review)
    put_struck(then, [*(review.struck_criteria or ()), *criteria], version)
    return then
