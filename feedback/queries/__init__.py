"""Reads of reviews, responses and rates."""

from feedback.queries.alternatives import what_if
from feedback.queries.counting import countable
from feedback.queries.rating import rate_at, rating_of, ratings_of
from feedback.queries.reviews import (
    answered_reviews,
    history_of,
    public_reviews,
    review_of_id,
    review_of_order,
    reviews_visible_to,
    visible_review,
)
from feedback.queries.sight import Sight, comment_parts, review_visible_to, shown_comment, sight_of
from feedback.queries.trend import trend_of

__all__ = [
    "Sight",
    "answered_reviews",
    "comment_parts",
    "countable",
    "history_of",
    "public_reviews",
    "rate_at",
    "rating_of",
    "ratings_of",
    "review_of_id",
    "review_of_order",
    "review_visible_to",
    "reviews_visible_to",
    "shown_comment",
    "sight_of",
    "trend_of",
    "visible_review",
    "what_if",
]
