"""The part of the policy that says how buyers leave feedback and how it is counted."""

from fractions import Fraction
from typing import Annotated

from pydantic import Field, Strict, field_validator

from policy.document.fields import Chosen, Days, Flag, Section, Share
from policy.terms import OneStarCaps, OrderStatus, RateFormula

REVIEWABLE = frozenset({OrderStatus.FINISHED, OrderStatus.REFUND, OrderStatus.CANCELED})
"""The statuses that a policy may choose from; it may narrow them, never widen."""


class FeedbackPolicy(Section):
    """Windows, sentiment and rate."""

    reviewable_statuses: Annotated[Chosen[OrderStatus], Field(min_length=1)]
    """Orders in these statuses may be reviewed."""
    leave_within_days: Days | None
    """Days from the order's closing in which a review may be left; null for always."""
    edit_within_days: Days | None
    """Days from first publication in which the author may edit; null for always."""
    withdraw_within_days: Days | None
    """Days from first publication in which the author may withdraw; null for always."""
    comment_max_length: Annotated[int, Strict(), Field(ge=1, le=10_000)]
    """Characters."""
    fulfilment_not_applicable_if_never_started: Flag
    """Whether the fulfilment criterion may be left out where the seller never started the order."""
    one_star_caps: OneStarCaps
    """"neutral": a review with one criterion at one star is never positive."""
    rate_formula: RateFormula
    target_rate: Share
    minimum_ratings: Annotated[int, Strict(), Field(ge=1, le=1000)]
    """The headline falls back to lifetime while the 365-day window has fewer ratings."""
    same_buyer_collapse_days: Annotated[int, Strict(), Field(ge=0, le=3650)]
    """Only the latest of a buyer's reviews of one seller within so many days counts; 0 for all of them."""

    @field_validator("reviewable_statuses")
    @classmethod
    def _only_closed_orders(cls, statuses: tuple[OrderStatus, ...]) -> tuple[OrderStatus, ...]:
        for status in statuses:
            if status not in REVIEWABLE:
                raise ValueError(f"{status.value} orders cannot be reviewed; choose from finished, refund, canceled")
        return statuses

    @property
    def target(self) -> Fraction:
        """The target rate as an exact share."""
        return Fraction(self.target_rate)
