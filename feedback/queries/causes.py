"""What is behind a seller's negative reviews: what their words are about, and which criteria got few stars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from feedback.models import Review
from feedback.queries.counting import still_counts
from policy.terms import Criterion, ReviewStatus, Sentiment, Subject

if TYPE_CHECKING:
    from orders.models import Seller

STARS_ONLY = "stars_only"
NOT_READ = "not_read"
CAUSES = (*(subject.value for subject in Subject), STARS_ONLY, NOT_READ)
CRITERIA = tuple(criterion.value for criterion in Criterion)
FEW = 2
"""Stars up to which a criterion is taken for a cause."""


@dataclass(frozen=True, slots=True)
class Causes:
    """Counts of negative reviews; a review may be about several things, or about none that its words tell."""

    reviews: int
    about: Mapping[str, int]
    """By each of CAUSES."""
    few: Mapping[str, int]
    """By criterion: those that gave it one or two stars …"""
    rated: Mapping[str, int]
    """… of those that rated it, and whose rating of it no decision struck."""


def causes_a_day(seller: Seller, *, since: date) -> dict[date, Causes]:
    """The causes of the negative reviews that count, by the day of their publication; one query, one row a day."""
    begin = datetime.combine(since, time.min, tzinfo=seller.tenant.zone) - timedelta(days=1)
    negative = Review.objects.filter(
        seller=seller,
        sentiment=Sentiment.NEGATIVE,
        # What the index is made of; days go by the marketplace's clock, which may once have had another zone.
        published_at__gte=begin,
        published_on__gte=since,
        status=ReviewStatus.PUBLISHED,
        hidden_at=None,
    )
    counted = negative.values("published_on").annotate(
        reviews=Count("id"),
        **{f"about_{cause}": Count("id", filter=about(cause)) for cause in CAUSES},
        **{f"few_{name}": Count("id", filter=few_stars_for(name)) for name in CRITERIA},
        **{f"rated_{name}": Count(name, filter=still_counts(name)) for name in CRITERIA},
    )
    return {
        row["published_on"]: Causes(
            reviews=row["reviews"],
            about={cause: row[f"about_{cause}"] for cause in CAUSES},
            few={name: row[f"few_{name}"] for name in CRITERIA},
            rated={name: row[f"rated_{name}"] for name in CRITERIA},
        )
        for row in counted.order_by("published_on")
    }


def added_up(days: Iterable[Causes]) -> Causes:
    """The causes of several days together."""
    days = list(days)
    return Causes(
        reviews=sum(day.reviews for day in days),
        about={cause: sum(day.about[cause] for day in days) for cause in CAUSES},
        few={name: sum(day.few[name] for day in days) for name in CRITERIA},
        rated={name: sum(day.rated[name] for day in days) for name in CRITERIA},
    )


def about(cause: str) -> Q:
    """Reviews with that cause, one of CAUSES; what was read and spoke of nothing known is about something else."""
    wordless = Q(comment="")
    if cause == STARS_ONLY:
        return wordless
    if cause == NOT_READ:
        return Q(subjects__isnull=True) & ~wordless
    spoken = Q(subjects__contains=[cause]) & ~wordless
    return spoken | (Q(subjects=[]) & ~wordless) if cause == Subject.OTHER else spoken


def few_stars_for(criterion: str) -> Q:
    """Reviews that gave the criterion one or two stars which count."""
    return Q(**{f"{criterion}__lte": FEW}) & still_counts(criterion)
