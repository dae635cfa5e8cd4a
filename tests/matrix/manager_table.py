"""The rows of the table for a seller's Feedback Manager and its team."""

from __future__ import annotations

from tests.matrix.rows import FORM, Row

MANAGER_ROWS = (
    Row("/selling/feedback", "seller"),
    Row("/selling/feedback.csv", "seller"),
    Row("/selling/feedback/<uuid:review_id>/what-if", "seller", ("fresh review",)),
    Row("/selling/team", "seller", writes={"POST": FORM}),
)
