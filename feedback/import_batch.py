"""Takes one batch of rows over: their orders where missing, their reviews, and all that those come with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection
from uuid6 import uuid7

from audit.actions.record_entry import record_entry
from feedback.actions.rate_review import put_rating, rating_problems
from feedback.import_rows import Cells, ReviewRow, RowWrong
from feedback.models import Response, ResponseRevision, Review, StaleDay
from feedback.queries.counting import days_touched
from orders.actions.import_orders import import_orders
from orders.stating.standing import StandingOrder, standing_orders
from policy.eligibility import OrderToReview, may_post_review
from policy.problems import Problem
from policy.terms import OrderStatus, ProblemCode, ReviewStatus
from policy.windows import local_day
from tenants.models import Member, PolicyVersion, Tenant
from wire.bulk import insert_many
from wire.instants import show_instant

Stated = tuple[int, Cells, ReviewRow]
"""Line, cells as the file has them, and how they read."""

# As `revising.revision_of`, by the database itself from the rows it was just given: half the time of a batch.
_KEPT = (
    "tenant_id, seller_id, status, ground, sentiment, fulfilment, start_time, communication, overall, stars, "
    "comment, policy_version_id"
)
_FIRST_REVISIONS = f"""
INSERT INTO feedback_revision (id, review_id, number, kind, at, by_id, {_KEPT})
SELECT asked.revision, id, version, 'posted', published_at, %(by)s, {_KEPT}
FROM unnest(%(revisions)s::uuid[], %(reviews)s::uuid[]) AS asked (revision, review)
JOIN feedback_review ON id = asked.review
"""  # noqa: S608  only our own column names


@dataclass
class Taken:
    """What became of the rows of one batch."""

    created: list[Review] = field(default_factory=list)
    unchanged: int = 0
    rejected: list[tuple[int, Cells, str]] = field(default_factory=list)


def take_batch(
    *, tenant: Tenant, by: Member | None, stated: list[Stated], version: PolicyVersion, now: datetime
) -> Taken:
    """Import rows of different orders, inside the marketplace and the caller's transaction."""
    taken = Taken()
    orders = _orders(tenant, by, stated, now, taken)
    standing = _standing(orders)
    answers: dict[UUID, str] = {}
    for line, cells, row in stated:
        order = orders.get(row.order)
        if order is None:
            continue
        try:
            known = standing.get(order.id)
            if known is not None and _same(known, row):
                taken.unchanged += 1
                continue
            review = imported_review(tenant, order, row, version, now, reviewed=known is not None)
        except RowWrong as error:
            taken.rejected.append((line, cells, error.reason))
            continue
        taken.created.append(review)
        if row.response:
            answers[review.pk] = row.response
    write_reviews(tenant=tenant, by=by, reviews=taken.created, answers=answers, version=version, now=now)
    if taken.created:
        data = {"reviews": len(taken.created), "responses": len(answers)}
        record_entry(tenant=tenant, by=by, action="reviews.imported", subject=tenant, now=now, data=data)
    return taken


def imported_review(
    tenant: Tenant, order: StandingOrder, row: ReviewRow, version: PolicyVersion, now: datetime, *, reviewed: bool
) -> Review:
    """The unsaved review of an order that exists. Raises RowWrong where the order does not take it."""
    for party, named in (("buyer", row.buyer), ("seller", row.seller)):
        actual = getattr(order, party)
        if named and named != actual:
            detail = f"This order's {party} is {actual or 'somebody else'}, not {named}."
            raise RowWrong(Problem(ProblemCode.VALIDATION_FAILED, f"/{party}", detail))
    facts = OrderToReview(OrderStatus(order.status), order.closed_at, reviewed, tenant.zone, imported=True)
    started = order.started_at is not None
    problems = may_post_review(facts, version.policy, now)
    problems += rating_problems(row.stars, row.comment, version.policy, ever_started=started)
    if problems:
        raise RowWrong(*problems)
    review = Review(
        tenant=tenant,
        order_id=order.id,
        seller_id=order.seller_id,
        buyer_id=order.buyer_id,
        status=ReviewStatus.PUBLISHED,
        published_at=row.published_at,
        published_on=local_day(row.published_at, tenant.zone),
        imported=True,
    )
    put_rating(review, row.stars, row.comment, version)
    return review


def write_reviews(
    *,
    tenant: Tenant,
    by: Member | None,
    reviews: list[Review],
    answers: Mapping[UUID, str],
    version: PolicyVersion,
    now: datetime,
) -> None:
    """Reviews with first revisions dated when they were published, responses, and marks on their days."""
    if version.policy.feedback.same_buyer_collapse_days:
        # As when posting: of two reviews of one buyer, the second to be written sees the first.
        buyers = sorted({review.buyer_id for review in reviews})
        held = Member.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=buyers).order_by("pk")
        list(held.values_list("pk"))
    insert_many(reviews)
    with connection.cursor() as cursor:
        revisions = [uuid7() for _ in reviews]
        stated = {"by": by and by.pk, "revisions": revisions, "reviews": [review.pk for review in reviews]}
        cursor.execute(_FIRST_REVISIONS, stated)
    responses = [
        Response(tenant=tenant, review=review, body=answers[review.pk], by=None, published_at=review.published_at)
        for review in reviews
        if review.pk in answers
    ]
    insert_many(responses)
    insert_many(
        [
            ResponseRevision(tenant=tenant, response=each, number=1, body=each.body, at=each.published_at, by=None)
            for each in responses
        ]
    )
    of_sellers: dict[UUID, list[Review]] = defaultdict(list)
    for review in reviews:
        of_sellers[review.seller_id].append(review)
    insert_many(
        [
            StaleDay(tenant=tenant, seller_id=seller_id, day=day, marked_at=now)
            for seller_id, changed in of_sellers.items()
            for day in sorted(days_touched(seller_id=seller_id, changed=changed, policy=version.policy))
        ]
    )


def _orders(
    tenant: Tenant, by: Member | None, stated: list[Stated], now: datetime, taken: Taken
) -> dict[str, StandingOrder]:
    """The rows' orders by external id, made where missing; rows whose order cannot be made are rejected."""
    orders = standing_orders(row.order for _, _, row in stated)
    missing = {line: (cells, row) for line, cells, row in stated if row.order not in orders}
    if not missing:
        return orders

    def reject(line: int, reason: str) -> None:
        taken.rejected.append((line, missing[line][0], f"{ProblemCode.VALIDATION_FAILED}: {reason}"))

    import_orders(
        tenant=tenant,
        by=by,
        rows=[(line, _order_cells(row)) for line, (_, row) in missing.items()],
        now=now,
        on_reject=reject,
    )
    return orders | standing_orders(row.order for _, row in missing.values())


def _order_cells(row: ReviewRow) -> dict[str, str]:
    """What the file tells of an order that nobody stated before: placed and closed when the review says."""
    closed_at = show_instant(row.closed_at or row.published_at)
    return {
        "order": row.order,
        "status": row.status.value,
        "buyer": row.buyer or row.buyer_if_new,
        "seller": row.seller,
        "placed_at": closed_at,
        "closed_at": closed_at,
    }


def _standing(orders: Mapping[str, StandingOrder]) -> dict[UUID, Review]:
    found = Review.objects.filter(order__in=[order.id for order in orders.values()])
    return {review.order_id: review for review in found.prefetch_related("revisions", "response__revisions")}


def _same(review: Review, row: ReviewRow) -> bool:
    """Whether the row states what was first published, whatever became of it since."""
    first = next(each for each in review.revisions.all() if each.number == 1)
    rated = {name: getattr(first, name) for name in row.stars}
    if review.published_at != row.published_at or rated != row.stars or first.comment != row.comment:
        return False
    if not row.response:
        return True
    response = getattr(review, "response", None)
    return response is not None and any(
        each.number == 1 and each.body == row.response for each in response.revisions.all()
    )
