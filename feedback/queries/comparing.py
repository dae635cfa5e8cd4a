"""Reviews that are compared with a contested one: around the same time, by the same people, in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from feedback.models import DayTally, Review, Revision
from policy.terms import ReviewStatus, Sentiment

PER_KEY = 20
"""Newest reviews looked at for each key: common words fill some of them without end."""


def reviews_around(review: Review, *, days: int, limit: int) -> list[Review]:
    """The seller's reviews of so many days before and after: on each side the nearest `limit` of every sentiment.

    In the order of their times; the contested one is among them. Content buyers belong to it: a device that they
    share as well is a shop's or a family's, and an address of theirs a carrier's.
    """
    span, at = timedelta(days=days), review.published_at
    found = [review]
    for sentiment in Sentiment:
        others = _compared().filter(seller=review.seller_id, sentiment=sentiment).exclude(pk=review.pk)
        before = others.filter(published_at__lte=at, published_at__gte=at - span).order_by("-published_at", "-id")
        after = others.filter(published_at__gt=at, published_at__lte=at + span).order_by("published_at", "id")
        found += [*before[:limit], *after[:limit]]
    return sorted(found, key=lambda each: (each.published_at, each.pk))


def ratings_a_day(seller_id: UUID, *, since: date) -> dict[date, tuple[int, int]]:
    """Negative ratings and all ratings of each day on which there were any."""
    days = DayTally.objects.filter(seller=seller_id, day__gte=since)
    return {
        day: (negative, positive + neutral + negative)
        for day, positive, neutral, negative in days.values_list("day", "positive", "neutral", "negative")
        if positive + neutral + negative
    }


def reviews_sharing_words(review: Review, keys: Sequence[int], *, limit: int) -> list[Review]:
    """Other buyers' reviews of the whole marketplace that share a key with these words, the newest first."""
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT found.review_id
            FROM unnest(%s::bigint[]) AS wanted(key)
            CROSS JOIN LATERAL (
                SELECT review_id FROM feedback_wordingband
                WHERE tenant_id = %s AND key = wanted.key
                ORDER BY review_id DESC LIMIT %s
            ) AS found
            """,
            [list(keys), review.tenant_id, PER_KEY],
        )
        ids = [row[0] for row in cursor.fetchall()]
    others = _compared().filter(pk__in=ids).exclude(buyer=review.buyer_id)
    return list(others.order_by("-published_at", "-id")[:limit])


def reviews_by(members: Iterable[UUID], seller_id: UUID, *, limit: int) -> list[Review]:
    """What these members wrote about a seller, the newest first."""
    theirs = _compared().filter(seller=seller_id, buyer__in=list(members))
    return list(theirs.order_by("-published_at", "-id")[:limit])


def changes_since(moment: Any, *, buyer: Any, seller: Any) -> QuerySet[Revision]:
    """What happened after a moment to a buyer's reviews of a seller; all may be expressions of an outer query."""
    return Revision.objects.filter(seller=seller, at__gt=moment, review__buyer=buyer)


def negatives_since(moment: Any, *, seller: Any) -> QuerySet[Review]:
    """A seller's negative reviews first published after a moment; both may be expressions of an outer query."""
    return Review.objects.filter(seller=seller, sentiment=Sentiment.NEGATIVE, published_at__gt=moment)


def _compared() -> QuerySet[Review]:
    return Review.objects.exclude(status=ReviewStatus.WITHDRAWN).select_related("order", "buyer")
