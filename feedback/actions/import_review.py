"""Takes over one review that was left elsewhere, on an order that is known here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from audit.actions.record_entry import record_entry
from feedback.actions.rate_review import plain_comment, put_rating, rating_problems
from feedback.import_batch import write_reviews
from feedback.models import Review
from feedback.tasks import read_review, recompute_rate
from policy.eligibility import OrderToReview, may_post_review
from policy.problems import Problem
from policy.saying import say
from policy.terms import OrderStatus, ProblemCode, ReviewStatus
from policy.windows import local_day
from tenants.models import Member, Role, Tenant
from tenants.nudge import nudge
from tenants.queries import policy_in_force
from wire.refusals import NotPermitted, Refused

if TYPE_CHECKING:
    from orders.models import Order


class UnableToImportReview(Refused):
    """`not_reviewable`, `already_reviewed`, or `validation_failed` at a field."""


@transaction.atomic
def import_review(
    *,
    tenant: Tenant,
    by: Member | None,
    order: Order,
    stars: Mapping[str, int | None],
    comment: str,
    published_at: datetime,
    response: str = "",
    now: datetime,
) -> Review:
    """The review as published at `published_at`: stars by criterion, or {"overall": n}. No window applies."""
    if by is not None and not by.has_role(Role.INTEGRATOR):
        raise NotPermitted(say("History is imported by the marketplace itself, with an integrator's key."))
    version = policy_in_force(at=now)
    comment, response = plain_comment(comment), plain_comment(response)
    reviewed = Review.objects.filter(order=order).exists()
    facts = OrderToReview(OrderStatus(order.status), order.closed_at, reviewed, tenant.zone, imported=True)
    problems = may_post_review(facts, version.policy, now) or rating_problems(
        stars, comment, version.policy, ever_started=order.started_at is not None
    )
    if published_at > now:
        problems.append(Problem(ProblemCode.VALIDATION_FAILED, "/published_at", say("This lies in the future.")))
    if problems:
        raise UnableToImportReview(*problems)
    review = Review(
        tenant=tenant,
        order=order,
        seller_id=order.seller_id,
        buyer_id=order.buyer_id,
        status=ReviewStatus.PUBLISHED,
        published_at=published_at,
        published_on=local_day(published_at, tenant.zone),
        imported=True,
    )
    put_rating(review, stars, comment, version)
    answers = {review.pk: response} if response else {}
    try:
        with transaction.atomic():
            write_reviews(tenant=tenant, by=by, reviews=[review], answers=answers, version=version, now=now)
    except IntegrityError as error:
        if "one_review_an_order" not in str(error):
            raise
        detail = say("This order already has a review.")
        raise UnableToImportReview(Problem(ProblemCode.ALREADY_REVIEWED, "", detail)) from None
    data = {"seller": str(review.seller_id), "version": 1, "status": review.status, "imported": True}
    record_entry(tenant=tenant, by=by, action="review.posted", subject=review, now=now, data=data)
    nudge(recompute_rate, tenant_id=str(tenant.pk), seller_id=str(review.seller_id))
    if comment:
        nudge(read_review, tenant_id=str(tenant.pk), review_id=str(review.pk))
    return review
