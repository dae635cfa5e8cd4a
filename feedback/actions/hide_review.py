"""Hides a review from its readers while a case about it runs; it counts until the case is decided."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from feedback.actions.record_change import locked
from feedback.models import Review
from tenants.models import Member, Tenant


@transaction.atomic
def hide_review(*, tenant: Tenant, by: Member | None, review: Review, ground: str = "", now: datetime) -> Review:
    """The review, hidden since `now` or since before; no figure changes, so neither does its version."""
    review = locked(review)
    if review.hidden_at is None:
        review.hidden_at = now
        review.save(update_fields=["hidden_at"])
        record_entry(tenant=tenant, by=by, action="review.hidden", subject=review, now=now, data={"ground": ground})
    return review
