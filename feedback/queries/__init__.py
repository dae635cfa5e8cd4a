"""Reads of reviews, responses and rates."""

from feedback.queries.alternatives import what_if, what_if_together
from feedback.queries.behind_rate import (
    basis_at,
    change_behind,
    decided_changes,
    reviews_behind,
    why_not_counted,
)
from feedback.queries.comparing import (
    changes_since,
    negatives_since,
    ratings_a_day,
    reviews_around,
    reviews_by,
    reviews_sharing_words,
)
from feedback.queries.counting import countable
from feedback.queries.each_outcome import Alternatives, what_if_each
from feedback.queries.partner_rating import partner_rating_of, penalties_of
from feedback.queries.rating import rate_at, rating_of, ratings_of
from feedback.queries.reviews import (
    answered_reviews,
    history_of,
    public_reviews,
    review_of_id,
    review_of_order,
    reviews_among,
    reviews_attributed_to,
    reviews_given_by,
    reviews_of_ids,
    reviews_to_contest,
    reviews_visible_to,
    visible_review,
)
from feedback.queries.sight import (
    Sight,
    comment_parts,
    review_visible_to,
    shown_comment,
    sight_from_outside,
    sight_of,
)
from feedback.queries.strikes import strike_notes, strikes_of
from feedback.queries.trend import trend_of
from feedback.queries.under_policy import Impact, Standing, contestable, impact_at, sentiment_changes, standings

__all__ = [
    "Alternatives",
    "Impact",
    "Sight",
    "Standing",
    "answered_reviews",
    "basis_at",
    "change_behind",
    "changes_since",
    "comment_parts",
    "contestable",
    "countable",
    "decided_changes",
    "history_of",
    "impact_at",
    "negatives_since",
    "partner_rating_of",
    "penalties_of",
    "public_reviews",
    "rate_at",
    "rating_of",
    "ratings_a_day",
    "ratings_of",
    "review_of_id",
    "review_of_order",
    "review_visible_to",
    "reviews_among",
    "reviews_around",
    "reviews_attributed_to",
    "reviews_behind",
    "reviews_by",
    "reviews_given_by",
    "reviews_of_ids",
    "reviews_sharing_words",
    "reviews_to_contest",
    "reviews_visible_to",
    "sentiment_changes",
    "shown_comment",
    "sight_from_outside",
    "sight_of",
    "standings",
    "strike_notes",
    "strikes_of",
    "trend_of",
    "visible_review",
    "what_if",
    "what_if_each",
    "what_if_together",
    "why_not_counted",
]
