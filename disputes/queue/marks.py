"""Keeps the words under which an open case stands in the queue; whoever calls holds the case's lock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from disputes.models import Claim, GroupReview, QueueMark, RemovalRequest
from disputes.queue.bands import value_band
from disputes.queue.words import words_of
from evidence.language import language_of

MOST_WORDS = 40
YES = "yes"

Mark = tuple[str, str]
Name = QueueMark.Name


def keep_marks(case: RemovalRequest, *, now: datetime) -> None:
    """Write what the open case is found by; a closed one loses all. Doing it again writes only what has changed.

    Reads `case.review` with its order and buyer as they are in memory: they must be as new as the lock.
    """
    if not case.is_open:
        drop_marks(case)
        return
    wanted = set(marks_of(case))
    kept = {(mark.name, mark.value): mark for mark in QueueMark.objects.filter(request=case)}
    gone = [mark.pk for each, mark in kept.items() if each not in wanted]
    if gone:
        QueueMark.objects.filter(pk__in=gone).delete()
    QueueMark.objects.filter(request=case).exclude(due_at=case.due_at).update(due_at=case.due_at)
    QueueMark.objects.bulk_create(
        QueueMark(tenant_id=case.tenant_id, request=case, name=name, value=value, due_at=case.due_at)
        for name, value in sorted(wanted - kept.keys())
    )
    RemovalRequest.objects.filter(pk=case.pk).update(marked_at=now)
    case.marked_at = now


def filed_mark(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")


def drop_marks(case: RemovalRequest) -> None:
    QueueMark.objects.filter(request=case).delete()


def marks_follow(case: RemovalRequest, changed: set[str]) -> None:
    """After columns of the case have changed: a closed case leaves the queue, a new deadline moves it there."""
    if "status" in changed and not case.is_open:
        drop_marks(case)
    elif "due_at" in changed:
        QueueMark.objects.filter(request=case).update(due_at=case.due_at)


def marks_lag_behind(case: RemovalRequest) -> bool:
    """Whether the words changed, or a group took the review in, since they were last written."""
    marked, edited = case.marked_at, case.review.edited_at
    if marked is None or (edited is not None and edited >= marked):
        return True
    return GroupReview.objects.filter(review=case.review_id, added_at__gte=marked).exists()


def marks_of(case: RemovalRequest) -> Iterator[Mark]:
    review = case.review
    claims = list(Claim.objects.filter(request=case).order_by("id"))
    for claim in claims:
        yield Name.GROUND.value, claim.ground
    yield Name.FILED.value, filed_mark(case.filed_at)
    yield Name.SELLER.value, str(case.seller_id)
    yield Name.LANGUAGE.value, language_of(review.comment)
    yield Name.VALUE.value, value_band(review.order.amount)
    if GroupReview.objects.filter(review=case.review_id).exists():
        yield Name.GROUP.value, YES
    for word in words_of([review.comment, *(claim.statement for claim in claims)], most=MOST_WORDS):
        yield Name.WORD.value, word
    # Who bought is looked for by name, and the words of a name are words like others.
    for word in words_of([review.buyer.name]):
        yield Name.WORD.value, word
