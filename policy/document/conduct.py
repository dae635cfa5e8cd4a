"""The parts of the policy about appeals, misuse, contact, trade, fulfilment and what is published."""

from fractions import Fraction
from typing import Annotated

from pydantic import Field, Strict

from policy.document.fields import ByKey, Chosen, Count, Days, Flag, Hours, Section, Share
from policy.terms import CompensationKind, DsaTier, FeedbackType


class AppealsPolicy(Section):
    """Complaints against decisions (DSA Art. 20)."""

    window_days: Days
    """Days from being informed of a decision in which it can be appealed."""
    decision_due_hours: Hours
    """Hours from lodging in which the appeal is due to be decided."""


class MisusePolicy(Section):
    """Steps against groundless requests (DSA Art. 23)."""

    groundless_to_caution: Count
    groundless_to_suspend: Count
    within_days: Days
    """Both counts look back over so many days."""
    minimum_share: Share
    """A suspension needs more than this share of the requester's decided requests to be groundless."""
    suspension_days: Days

    @property
    def share(self) -> Fraction:
        """The minimum share, exact."""
        return Fraction(self.minimum_share)


class ContactPolicy(Section):
    """How often a seller may write to a buyer about a negative review."""

    messages_after_negative: Annotated[int, Strict(), Field(ge=0, le=1000)]
    within_days: Days
    quiet_hours_after_negative: Annotated[int, Strict(), Field(ge=0, le=8760)]
    """Hours after the review in which the seller may not write about it; 0 for none."""


class OrdersPolicy(Section):
    """What sellers and buyers may agree on beside the order itself."""

    custom_order_link_hours: Hours | None
    """How long the private link of a custom order lives; null where custom orders are not offered."""
    finish_after_days: Days | None = None
    """Days from delivery in which the buyer confirms; then the order finishes by itself. Null: it waits."""
    settlements_allowed: Flag
    compensation_kinds: Chosen[CompensationKind]


class FulfilmentPolicy(Section):
    """Fulfilment partners and what they answer for."""

    partners_allowed: Flag
    documents_due_hours: Hours
    """Hours in which a partner must give the documents it was asked for."""
    penalties: ByKey[FeedbackType, Annotated[int, Strict(), Field(ge=0, le=100)]]
    """Points on the partner's rating, by the type of feedback it is responsible for."""


class TransparencyPolicy(Section):
    """What the marketplace publishes about its decisions."""

    dsa_tier: DsaTier
    publish_counts: Flag
