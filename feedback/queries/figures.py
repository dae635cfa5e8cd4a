"""What the reviews of a day or window add up to, as plain data, and the statements that add it up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When

from feedback.models import DayTally, Review
from feedback.queries.counting import counts, still_counts
from policy.document import PolicyDocument
from policy.rate import Counts
from policy.terms import Criterion, ReviewStatus, Sentiment, Window
from policy.windows import window_start

Figures = dict[str, Any]
"""{positive, neutral, negative, comments, overall_only: count; stars, fulfilment, start_time, communication:
[counts of 1, 2, 3, 4, 5 stars]}; of a day and of lifetime also {struck, removed: {ground: count}}."""

COUNTED = (*(sentiment.value for sentiment in Sentiment), "comments", "overall_only")
HISTOGRAMS = ("stars", *(criterion.value for criterion in Criterion))
STARS = (1, 2, 3, 4, 5)
STRIKABLE = frozenset(criterion.value for criterion in Criterion)
"""Histograms that a review is in only while no decision struck that criterion."""
DECIDED = (ReviewStatus.STRUCK.value, ReviewStatus.REMOVED.value)

_ROLLING = [window for window in Window if window.days is not None]


def _gave(name: str, stars: int) -> Q:
    return Q(**{name: stars}) & still_counts(name) if name in STRIKABLE else Q(**{name: stars})


_OF_REVIEWS: dict[str, Count] = {
    **{sentiment.value: Count("id", filter=Q(sentiment=sentiment)) for sentiment in Sentiment},
    "comments": Count("id", filter=~Q(comment="")),
    "overall_only": Count("id", filter=Q(overall__isnull=False)),
    **{f"{name}_{n}": Count("id", filter=_gave(name, n)) for name in HISTOGRAMS for n in STARS},
}
_OF_TALLIES: dict[str, Sum] = {
    **{name: Sum(name) for name in COUNTED},
    **{f"{name}_{n}": Sum(f"{name}__{n - 1}") for name in HISTOGRAMS for n in STARS},
}


def nothing() -> Figures:
    return {**dict.fromkeys(COUNTED, 0), **{name: [0] * 5 for name in HISTOGRAMS}}


def nothing_of_a_day() -> Figures:
    return {**nothing(), **{status: {} for status in DECIDED}}


def add(to: Figures, what: Figures, times: int = 1) -> None:
    """Add the counts and histograms of `what` to those of `to`, in place."""
    for name in COUNTED:
        to[name] += times * what[name]
    for name in HISTOGRAMS:
        to[name] = [a + times * b for a, b in zip(to[name], what[name], strict=True)]


def add_decided(to: Figures, what: Figures) -> None:
    """Add the struck and removed counts by ground, in place."""
    for status in DECIDED:
        for ground, number in what[status].items():
            to[status][ground] = to[status].get(ground, 0) + number


def counts_of(figures: Mapping[str, Any]) -> Counts:
    return Counts(figures["positive"], figures["neutral"], figures["negative"])


def figures_of_review(review: Review) -> Figures:
    """What one review adds while it counts."""
    figures = nothing()
    figures[review.sentiment] = 1
    figures["comments"] = int(review.comment != "")
    figures["overall_only"] = int(review.overall is not None)
    struck = review.struck_criteria or ()
    for name in HISTOGRAMS:
        if (given := getattr(review, name)) is not None and name not in struck:
            figures[name][given - 1] = 1
    return figures


def recounted_days(
    *, seller_id: UUID, policy: PolicyDocument, days: Iterable[date] | None = None
) -> dict[date, Figures]:
    """The seller's days counted from the reviews themselves, in one statement; all days where none are given.

    A day without anything to count is left out.
    """
    reviews = Review.objects.filter(counts(policy) | Q(status__in=DECIDED), seller_id=seller_id)
    if days is not None:
        reviews = reviews.filter(published_on__in=sorted(days))
    found: dict[date, Figures] = {}
    for row in reviews.order_by().values("published_on", "status", "ground").annotate(**_OF_REVIEWS):
        figures = found.setdefault(row["published_on"], nothing_of_a_day())
        if row["status"] in DECIDED:
            figures[row["status"]][row["ground"]] = sum(row[sentiment.value] for sentiment in Sentiment)
        else:
            add(figures, folded(row))
    return found


def summed_windows(*, seller_id: UUID, today: date) -> dict[str, Figures]:
    """Every window that ends on `today`, summed from the days' tallies by the database."""
    tallies = DayTally.objects.filter(seller_id=seller_id, day__lte=today)
    parts = tallies.order_by().annotate(part=part_of_column("day", today)).values("part").annotate(**_OF_TALLIES)
    windows = windows_of_parts({row["part"]: folded(row) for row in parts})
    for struck, removed in tallies.exclude(struck={}, removed={}).values_list("struck", "removed"):
        add_decided(windows[Window.LIFETIME], {"struck": struck, "removed": removed})
    return windows


def counted_windows(reviews: QuerySet[Review], *, today: date) -> dict[str, Figures]:
    """Every window that ends on `today`, counted from these reviews themselves, in one statement."""
    parts = (
        reviews.filter(published_on__lte=today)
        .order_by()
        .annotate(part=part_of_column("published_on", today))
        .values("part")
        .annotate(**_OF_REVIEWS)
    )
    return windows_of_parts({row["part"]: folded(row) for row in parts})


def part_of_column(name: str, today: date) -> Case:
    """`part_of` for a column that holds days."""
    youngest_first = [
        When(**{f"{name}__gte": window_start(today, window.days)}, then=Value(place))
        for place, window in enumerate(_ROLLING)
    ]
    return Case(*youngest_first, default=Value(len(_ROLLING)), output_field=IntegerField())


def part_of(day: date, today: date) -> int:
    """The number of the shortest window that holds the day: 0 for 30 days, and so on to lifetime."""
    for place, window in enumerate(_ROLLING):
        if day >= window_start(today, window.days):
            return place
    return len(_ROLLING)


def windows_of_parts(parts: Mapping[int, Figures]) -> dict[str, Figures]:
    """Windows from disjoint parts (see `part_of`): each holds its own part and all younger ones."""
    windows, so_far = {}, nothing()
    for place, window in enumerate(Window):
        if place in parts:
            add(so_far, parts[place])
        windows[window.value] = {name: list(v) if isinstance(v, list) else v for name, v in so_far.items()}
    windows[Window.LIFETIME.value].update({status: {} for status in DECIDED})
    return windows


def folded(row: Mapping[str, Any]) -> Figures:
    """A row of flat columns (stars_1 … stars_5) as figures."""
    return {
        **{name: row[name] for name in COUNTED},
        **{name: [row[f"{name}_{n}"] for n in STARS] for name in HISTOGRAMS},
    }
