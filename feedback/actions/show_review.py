"""Shows a review again that was hidden while a case about it ran."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from feedback.actions.record_change import locked
from feedback.models import Review
from tenants.models import Member, Tenant


@transaction.atomic
def show_review(*, tenant: Tenant, by: Member | None, review: Review, ground: str = "", now: datetime) -> Review:
    """The review, no longer hidden; whether it can be read is then its status alone."""
    review = locked(review)
    if review.hidden_at is not None:
        review.hidden_at = None
        review.save(update_fields=["hidden_at"])
        record_entry(tenant=tenant, by=by, action="review.shown", subject=review, now=now, data={"ground": ground})
    return review
