"""The buyer leaves feedback on an order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from feedback.actions.rate_review import plain_comment, put_rating, rating_problems
from feedback.actions.record_change import record_change
from feedback.models import Review, Revision
from feedback.permissions import check_bought
from feedback.telling import tell_review
from orders.paying.payments import never_paid
from policy.eligibility import OrderToReview, may_post_review
from policy.problems import Problem
from policy.saying import say
from policy.terms import OrderStatus, ReviewStatus
from policy.windows import local_day
from tenants.actions.leave_fingerprints import leave_fingerprints
from tenants.models import Member, Tenant
from tenants.queries import policy_in_force
from wire.refusals import Refused

if TYPE_CHECKING:
    from orders.models import Order

AT_MOST = 20
"""Reviews of one buyer in SPAN (api.md, rate limits)."""
SPAN = timedelta(minutes=1)


class UnableToPostReview(Refused):
    """`not_reviewable`, `window_closed`, `already_reviewed`, `not_allowed_by_policy` (suspended), `rate_limited`, or
    at a field `validation_failed`."""


@transaction.atomic
def post_review(
    *,
    tenant: Tenant,
    by: Member | None,
    order: Order,
    stars: Mapping[str, int | None],
    comment: str,
    now: datetime,
    seen: Iterable[tuple[str, str]] = (),
) -> Review:
    """Publish the buyer's review of `order`: stars by criterion, and a comment that may be empty.

    `seen` is with what the buyer did it, as `leave_fingerprints` takes it; the fingerprints are all that is kept.

    Raises NotThere, NotPermitted for others than its buyer, and UnableToPostReview.
    """
    check_bought(by, order)
    # One buyer's posts go one after another: for the limit, and so that each sees those it may supersede.
    by = Member.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    version = policy_in_force(at=now)
    facts = OrderToReview(
        status=OrderStatus(order.status),
        closed_at=order.closed_at,
        already_reviewed=Review.objects.filter(order=order).exists(),
        timezone=tenant.zone,
        never_paid=never_paid(order),
        suspended_until=by.reviews_suspended_until,
    )
    if problems := may_post_review(facts, version.policy, now):
        raise UnableToPostReview(*problems)
    _check_pace(by, now)
    comment = plain_comment(comment)
    started = order.started_at is not None
    if problems := rating_problems(stars, comment, version.policy, ever_started=started, criteria_only=True):
        raise UnableToPostReview(*problems)
    review = Review(
        tenant=tenant,
        order=order,
        seller_id=order.seller_id,
        buyer=by,
        status=ReviewStatus.PUBLISHED,
        published_at=now,
        published_on=local_day(now, tenant.zone),
    )
    put_rating(review, stars, comment, version)
    try:
        with transaction.atomic():
            review.save(force_insert=True)
    except IntegrityError as error:
        if "one_review_an_order" not in str(error):
            raise
        # Somebody reviewed it a moment ago; the constraint saw what the check above could not.
        problems = may_post_review(replace(facts, already_reviewed=True), version.policy, now)
        raise UnableToPostReview(*problems) from None
    leave_fingerprints(tenant=tenant, member=by, seen=seen, now=now)
    record_change(tenant=tenant, by=by, review=review, kind=Revision.Kind.POSTED, now=now)
    tell_review(review, Revision.Kind.POSTED, tenant=tenant, now=now)
    return review


def _check_pace(by: Member, now: datetime) -> None:
    recent = Review.objects.filter(buyer=by, imported=False, published_at__gt=now - SPAN).order_by("published_at")
    times = list(recent.values_list("published_at", flat=True)[:AT_MOST])
    if len(times) < AT_MOST:
        return
    refusal = UnableToPostReview(
        Problem(
            "rate_limited",  # type: ignore[arg-type]  a code of the HTTP contract alone
            "",
            say(
                "You left {number} reviews in a minute. Please wait a moment; nothing you wrote is lost.",
                number=AT_MOST,
            ),
        )
    )
    refusal.retry_after = max(1, ceil((times[0] + SPAN - now).total_seconds()))
    raise refusal
