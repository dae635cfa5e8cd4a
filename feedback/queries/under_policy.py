"""What reviews and rates would be under a policy that is not in force: nothing here is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from feedback.models import Review, Revision
from feedback.queries.counting import counts, still_counts
from feedback.queries.figures import counts_of, part_of_column
from feedback.queries.past_figures import figures_at
from feedback.queries.rating import basis_of, headline
from feedback.revising import stars_of
from policy import rate as rates
from policy.document import PolicyDocument
from policy.outcomes import OFF_THE_RATE
from policy.sentiment import NothingRated, sentiment
from policy.terms import Criterion, OneStarCaps, Outcome, ReviewStatus, Sentiment, Window
from policy.windows import in_window, local_day

_SENTIMENTS = tuple(sentiment.value for sentiment in Sentiment)


@dataclass(frozen=True, slots=True)
class Standing:
    """A seller's headline: the exact share, as shown, its status, and the ratings it is of."""

    exact: Fraction | None
    rate: str | None
    status: str
    ratings: int


@dataclass(frozen=True, slots=True)
class Impact:
    """The exact headline rate with and without one review, and the ratings of its window with it."""

    before: Fraction | None
    after: Fraction | None
    ratings: int


def sentiment_under(policy: PolicyDocument) -> Case:
    """`policy.sentiment` as a column: the sentiment that the policy derives from a review's stars.

    `stars` knows already which criteria are struck: it changes with them.
    """
    neutral = Q(stars=3)
    if policy.feedback.one_star_caps is OneStarCaps.NEUTRAL:
        for criterion in Criterion:
            neutral |= Q(**{criterion.value: 1}) & still_counts(criterion.value)
    return Case(
        When(stars__lte=2, then=Value(Sentiment.NEGATIVE.value)),
        When(neutral, then=Value(Sentiment.NEUTRAL.value)),
        default=Value(Sentiment.POSITIVE.value),
        output_field=CharField(),
    )


def standings(
    seller_ids: Collection[UUID], *, policy: PolicyDocument, today: date, derived: bool
) -> dict[UUID, Standing]:
    """Headlines counted from the reviews as they are now, in one statement.

    `derived`: with the sentiments that the policy would give; else with those the reviews have.
    """
    felt: Combinable = sentiment_under(policy) if derived else F("sentiment")
    rows = (
        Review.objects.filter(counts(policy), seller_id__in=seller_ids, published_on__lte=today)
        .order_by()
        .annotate(felt=felt, part=part_of_column("published_on", today))
        .values("seller_id", "felt", "part")
        .annotate(reviews=Count("id"))
    )
    windows = {seller_id: _empty() for seller_id in seller_ids}
    for row in rows:
        # A part is the shortest window that holds it; every longer one holds it too.
        for window in list(Window)[row["part"] :]:
            windows[row["seller_id"]][window.value][row["felt"]] += row["reviews"]
    return {seller_id: _standing(each, policy) for seller_id, each in windows.items()}


def contestable(*, policy: PolicyDocument, today: date, derived: bool) -> QuerySet[Review]:
    """Published negative reviews whose cut-off has not passed on `today`, by the policy."""
    felt: Combinable = sentiment_under(policy) if derived else F("sentiment")
    return Review.objects.annotate(felt=felt).filter(
        felt=Sentiment.NEGATIVE.value,
        status=ReviewStatus.PUBLISHED,
        published_on__gte=date.fromordinal(max(1, today.toordinal() - policy.removal.cutoff_days)),
    )


def sentiment_changes(policy: PolicyDocument) -> dict[tuple[str, str], int]:
    """How many reviews, whatever their status, would have another sentiment: {(now, then): reviews}."""
    changed = Review.objects.order_by().annotate(felt=sentiment_under(policy)).exclude(sentiment=F("felt"))
    rows = changed.values("sentiment", "felt").annotate(reviews=Count("id"))
    return {(row["sentiment"], row["felt"]): row["reviews"] for row in rows}


def impact_at(
    review: Review, moment: datetime, policy: PolicyDocument, *, outcome: Outcome, criteria: Collection[str] = ()
) -> Impact:
    """What `outcome` would have moved in the seller's headline at `moment`, counted by the policy's formula.

    `criteria` are those that a strike is of; none for the whole review.
    """
    windows, _ = figures_at(review.seller, moment)
    then = Revision.objects.filter(review=review, at__lte=moment).order_by("-number").first()
    before = _headline_counts(windows, policy)
    formula = policy.feedback.rate_formula
    if outcome not in OFF_THE_RATE or then is None or then.status != ReviewStatus.PUBLISHED:
        same = rates.rate(before, formula)
        return Impact(same, same, before.ratings)
    today = local_day(moment, review.tenant.zone)
    left = _sentiment_without(then, criteria) if criteria else None
    without = {window.value: {name: windows[window.value][name] for name in _SENTIMENTS} for window in Window}
    for window in Window:
        counted = without[window.value]
        if in_window(review.published_on, today, window) and counted[then.sentiment]:
            counted[then.sentiment] -= 1
            if left is not None:
                counted[left] += 1
    after = _headline_counts(without, policy)
    return Impact(rates.rate(before, formula), rates.rate(after, formula), before.ratings)


def _sentiment_without(then: Revision, criteria: Collection[str]) -> str | None:
    """What was left to feel without these criteria; None where nothing was."""
    try:
        caps = then.policy_version.policy.feedback.one_star_caps
        return sentiment(stars_of(then), one_star_caps=caps, struck={*(then.struck_criteria or ()), *criteria}).value
    except NothingRated:
        return None


def _empty() -> dict[str, dict[str, int]]:
    return {window.value: dict.fromkeys(_SENTIMENTS, 0) for window in Window}


def _headline_counts(windows: Mapping[str, Mapping[str, Any]], policy: PolicyDocument) -> rates.Counts:
    return counts_of(windows[basis_of(windows, policy).window])


def _standing(windows: Mapping[str, Mapping[str, int]], policy: PolicyDocument) -> Standing:
    counted = _headline_counts(windows, policy)
    shown = headline(windows, policy)
    return Standing(rates.rate(counted, policy.feedback.rate_formula), shown["rate"], shown["status"], counted.ratings)
