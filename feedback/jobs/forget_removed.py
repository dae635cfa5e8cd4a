"""Drops the words of reviews that were removed or withdrawn as long ago as policy says."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from audit.actions.record_entry import record_entry
from feedback.forgetting import forget_words
from feedback.models import Review
from policy.retention import removed_reviews
from policy.terms import ReviewStatus
from tenants.models import Tenant
from tenants.queries import policy_in_force
from tenants.scope import tenant_scope

BATCH = 200
"""Reviews of one transaction."""


def forget_removed(*, tenant: Tenant, now: datetime) -> int:
    """How many lost their words, each batch with an entry of its own; those in another worker's hands are left to it.

    The last change of a review says since when it stands so. What was removed counts in no figure, with or without
    its words.
    """
    forgotten = 0
    while True:
        with tenant_scope(tenant):
            kept = removed_reviews(policy_in_force(at=now).policy)
            if kept is None:
                return forgotten
            gone = Review.objects.filter(tenant=tenant, status__in=[ReviewStatus.REMOVED, ReviewStatus.WITHDRAWN])
            since = gone.exclude(comment="").annotate(since=Max("revisions__at")).filter(since__lte=now - kept)
            ids = list(since.order_by("pk").values_list("pk", flat=True)[:BATCH])
            held = Review.objects.filter(pk__in=ids).select_for_update(of=("self",), no_key=True, skip_locked=True)
            number = forget_words(list(held.order_by("pk")))
            if number:
                data = {"reviews": number, "kept_days": kept.days}
                record_entry(tenant=tenant, by=None, action="retention.reviews", subject=tenant, now=now, data=data)
        forgotten += number
        if number < BATCH:
            return forgotten
