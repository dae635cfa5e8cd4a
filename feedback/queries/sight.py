"""How much of a review somebody may see (domain.md, "Who may do what")."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from feedback.models import Review
from orders.queries import runs_seller
from policy.terms import ReviewStatus
from tenants.models import DESK_ROLES, Member, Role

HIDDEN_WORDS = "█████"
"""What readers see in place of a redacted span, whatever its length."""

READABLE = frozenset({ReviewStatus.PUBLISHED, ReviewStatus.STRUCK, ReviewStatus.ATTRIBUTED})


class Sight(StrEnum):
    WHOLE = "whole"  # with the words that are redacted for others: its author and the desk
    PUBLIC = "public"  # as everyone may read it
    TOMBSTONE = "tombstone"  # that there was one and what became of it, without stars and words
    NOTHING = "nothing"


def sight_of(member: Member | None, review: Review, *, runs_it: bool | None = None) -> Sight:
    """At most one query, and that only for a review which not everyone may read."""
    if member is not None and _is_author(member, review):
        return Sight.WHOLE
    if member is not None and member.has_role(*DESK_ROLES):
        return Sight.WHOLE
    if review.status in READABLE and review.hidden_at is None:
        return Sight.PUBLIC
    if member is None:
        return Sight.NOTHING
    if runs_seller(member, review.seller_id) if runs_it is None else runs_it:
        # The seller of a case knows the review it is about; what was taken down is a tombstone to them.
        return Sight.PUBLIC if review.status in READABLE else Sight.TOMBSTONE
    if member.has_role(Role.INTEGRATOR) and member.acting_for_seller_id is None:
        return Sight.TOMBSTONE
    return Sight.NOTHING


def sight_from_outside(review: Review) -> Sight:
    """What the marketplace's own programs see, whoever they act for otherwise."""
    return Sight.PUBLIC if review.status in READABLE and review.hidden_at is None else Sight.TOMBSTONE


def review_visible_to(member: Member | None, review: Review) -> bool:
    """Whether the member may know that it exists; `sight_of` says how much of it they may see."""
    return sight_of(member, review) is not Sight.NOTHING


def comment_parts(review: Review, sight: Sight) -> list[dict[str, Any]]:
    """The comment as pieces `{text, redacted}`; whoever sees the whole gets the text of all of them."""
    parts, at = [], 0
    for start, end in review.redactions:
        if start > at:
            parts.append({"text": review.comment[at:start], "redacted": False})
        parts.append({"text": review.comment[start:end] if sight is Sight.WHOLE else HIDDEN_WORDS, "redacted": True})
        at = end
    if at < len(review.comment):
        parts.append({"text": review.comment[at:], "redacted": False})
    return parts


def shown_comment(review: Review, sight: Sight) -> str:
    if sight in (Sight.TOMBSTONE, Sight.NOTHING):
        return ""
    return "".join(part["text"] for part in comment_parts(review, sight))


def _is_author(member: Member, review: Review) -> bool:
    return review.buyer_id == member.pk and member.acting_for_seller_id is None
