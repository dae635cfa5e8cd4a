"""Which reviews count: the one definition that everything which counts goes by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from feedback.models import Review
from policy.document import PolicyDocument
from policy.terms import ReviewStatus


def counts(policy: PolicyDocument) -> Q:
    """The condition on a review: published, and not followed by a later one of its buyer within the span.

    A span of n days is a day and the n - 1 after it, as windows are. Every later published review of the
    same buyer and seller within it supersedes this one, whether or not that one is superseded in turn: so a
    review's standing depends on its neighbours alone, never on a chain of them.
    """
    return _not_followed(ReviewStatus.PUBLISHED, "seller", policy)


def counts_for_partner(policy: PolicyDocument) -> Q:
    """The same condition for a partner's rate: attributed, one of a buyer's within the span."""
    return _not_followed(ReviewStatus.ATTRIBUTED, "attributed_to", policy)


def still_counts(criterion: str) -> Q:
    """Reviews in which no decision struck that criterion."""
    return ~Q(struck_criteria__contains=[criterion])


def _not_followed(status: ReviewStatus, whose: str, policy: PolicyDocument) -> Q:
    """Of that status, and without a later one of the same buyer about the same party within the span."""
    stands = Q(status=status)
    span = policy.feedback.same_buyer_collapse_days
    if not span:
        return stands
    later = Review.objects.filter(
        Q(published_at__gt=OuterRef("published_at")) | Q(published_at=OuterRef("published_at"), id__gt=OuterRef("id")),
        tenant=OuterRef("tenant"),
        buyer=OuterRef("buyer"),
        status=status,
        published_on__lt=OuterRef("published_on") + timedelta(days=span),
        **{whose: OuterRef(whose)},
    )
    return stands & ~Q(Exists(later))


def countable(policy: PolicyDocument) -> QuerySet[Review]:
    return Review.objects.filter(counts(policy))


def days_touched(*, seller_id: UUID, changed: Iterable[Review], policy: PolicyDocument) -> set[date]:
    """The seller's days whose figures may differ once these reviews changed: their own, and those of earlier
    reviews of the same buyers which they may supersede, or no longer do."""
    changed = list(changed)
    days = {review.published_on for review in changed}
    span = policy.feedback.same_buyer_collapse_days
    if not span:
        return days
    for review in changed:
        neighbours = Review.objects.filter(
            buyer_id=review.buyer_id,
            seller_id=seller_id,
            published_on__gt=review.published_on - timedelta(days=span),
            published_on__lte=review.published_on,
        )
        days.update(neighbours.values_list("published_on", flat=True))
    return days


def countable_after(without: Sequence[Review], policy: PolicyDocument) -> tuple[list[Review], list[Review]]:
    """What leaves the count and what comes back to it if these reviews of one seller no longer counted."""
    if not policy.feedback.same_buyer_collapse_days:
        return list(without), []
    left_out = {each.pk for each in without}
    theirs: dict[UUID, list[Review]] = {each.buyer_id: [] for each in without}
    published = Review.objects.filter(seller_id=without[0].seller_id, status=ReviewStatus.PUBLISHED)
    for each in published.filter(buyer__in=list(theirs)).order_by("published_at", "id"):
        theirs[each.buyer_id].append(each)
    gone: list[Review] = []
    back: list[Review] = []
    for own in theirs.values():
        before = _not_superseded(own, policy)
        after = _not_superseded([each for each in own if each.pk not in left_out], policy)
        stayed = {each.pk for each in before} & {each.pk for each in after}
        gone += [each for each in before if each.pk not in stayed]
        back += [each for each in after if each.pk not in stayed]
    return gone, back


def _not_superseded(reviews: list[Review], policy: PolicyDocument) -> list[Review]:
    """The same rule for one buyer's published reviews in order: the next one is the nearest."""
    span = timedelta(days=policy.feedback.same_buyer_collapse_days)
    following: list[Review | None] = [*reviews[1:], None][: len(reviews)]
    return [
        each
        for each, later in zip(reviews, following, strict=True)
        if later is None or later.published_on >= each.published_on + span
    ]
