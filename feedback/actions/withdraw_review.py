"""The author takes a review back, for good."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from feedback.actions.record_change import locked, record_change, stale_version
from feedback.models import Review, Revision
from feedback.permissions import check_wrote
from feedback.telling import tell_review
from orders.actions.honour_settlement import honour_settlement
from policy.eligibility import StandingReview, may_withdraw
from policy.terms import ReviewStatus
from tenants.models import Member, Tenant
from tenants.queries import policy_in_force
from wire.refusals import Refused


class UnableToWithdrawReview(Refused):
    """`window_closed`, `stale_version`, or `conflict` where it is withdrawn or decided already."""


@transaction.atomic
def withdraw_review(
    *, tenant: Tenant, by: Member | None, review: Review, version: int | None = None, now: datetime
) -> Review:
    """Withdraw it: it counts nowhere and only its author and the desk read it. `version` is optional.

    A performed settlement about it is honoured by that.
    """
    review = locked(review)
    check_wrote(by, review)
    standing = StandingReview(
        status=ReviewStatus(review.status), first_published_at=review.published_at, timezone=tenant.zone
    )
    problems = may_withdraw(standing, policy_in_force(at=now).policy, now)
    if version is not None:
        problems = problems or stale_version(version, review.version)
    if problems:
        raise UnableToWithdrawReview(*problems)
    review.status = ReviewStatus.WITHDRAWN
    record_change(tenant=tenant, by=by, review=review, kind=Revision.Kind.WITHDRAWN, now=now)
    tell_review(review, Revision.Kind.WITHDRAWN, tenant=tenant, now=now)
    honour_settlement(tenant=tenant, by=by, order=review.order, now=now)
    return review
