"""Reads the words of reviews: what their sentences are about, and keys under which the same words are found again.

Reviews wait with `subjects` null. They are taken in the order of their ids, a batch a transaction, whatever others
hold passed over: workers at it side by side share them, and one that dies leaves its batch waiting. What a review
says changes nothing of the review itself: neither its version nor when it was edited.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from evidence.subjects import subjects_of
from evidence.wording import band_keys
from feedback.models import Review
from policy.terms import FulfilledBy, Subject
from tenants.models import Tenant
from tenants.scope import tenant_scope

logger = logging.getLogger(__name__)

BATCH = 250
"""Reviews read in one transaction, which holds them for some tenths of a second."""
TURN = timedelta(seconds=12)
"""How long one task reads on: shorter than the time between sweeps, so that other work has its turn."""

_ORDER = {subject: place for place, subject in enumerate(Subject)}

_SUBJECTS = """
UPDATE feedback_review AS review SET subjects = said.subjects
FROM jsonb_to_recordset(%s::jsonb) AS said(id uuid, subjects varchar(20)[])
WHERE review.tenant_id = %s AND review.id = said.id
"""
# Through Django sixteen objects a review took longer than reading it.
_KEYS = """
INSERT INTO feedback_wordingband (tenant_id, key, review_id)
SELECT %s, found.key, found.review_id FROM unnest(%s::bigint[], %s::uuid[]) AS found(key, review_id)
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """What was read: how many reviews, how many of them nobody could read, and the last one's id."""

    read: int = 0
    unreadable: int = 0
    last: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    review_id: UUID
    subjects: list[str]
    keys: Sequence[int]
    readable: bool = True


def read_review(*, tenant: Tenant, review_id: UUID | str) -> bool:
    """Read this review now; False where it waits no more, or another is at it."""
    with tenant_scope(tenant):
        return bool(_read(tenant, _waiting().filter(pk=review_id)).read)


def read_batch(*, tenant: Tenant, after: UUID | None = None) -> Batch:
    """Read the next reviews that wait, behind the id `after`; an empty batch at the end."""
    with tenant_scope(tenant):
        # Behind a known id, so that the index is not searched again through all that was read before.
        waiting = _waiting() if after is None else _waiting().filter(pk__gt=after)
        return _read(tenant, waiting.order_by("pk")[:BATCH])


def read_in_turn(*, tenants: Iterable[Tenant], clock: Callable[[], datetime], turn: timedelta = TURN) -> int:
    """How many reviews were read, a batch of each marketplace after the other, until none waits or the turn ends."""
    ends_at, read = clock() + turn, 0
    places: dict[Tenant, UUID | None] = dict.fromkeys(tenants)
    while places:
        for tenant, after in list(places.items()):
            if clock() >= ends_at:
                return read
            batch = read_batch(tenant=tenant, after=after)
            read += batch.read
            if batch.last is None:
                del places[tenant]
            else:
                places[tenant] = batch.last
    return read


def _waiting() -> QuerySet[Review]:
    held = Review.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    return held.filter(subjects__isnull=True).exclude(comment="")


def _read(tenant: Tenant, waiting: QuerySet[Review]) -> Batch:
    rows = waiting.select_related("order__offer").only("comment", "order__fulfilled_by", "order__offer__title")
    words = [_words_of(review) for review in rows]
    if not words:
        return Batch()
    keys = [(key, each.review_id) for each in words for key in each.keys]
    with connection.cursor() as cursor:
        if keys:
            cursor.execute(_KEYS, [tenant.pk, [key for key, _ in keys], [str(review) for _, review in keys]])
        said = [{"id": str(each.review_id), "subjects": each.subjects} for each in words]
        cursor.execute(_SUBJECTS, [json.dumps(said), tenant.pk])
    return Batch(len(words), sum(not each.readable for each in words), words[-1].review_id)


def _words_of(review: Review) -> _Words:
    order = review.order
    try:
        sentences = subjects_of(
            review.comment,
            offer=order.offer.title if order.offer else "",
            fulfilled_by=FulfilledBy(order.fulfilled_by),
        )
        subjects = sorted({each.subject for each in sentences if each.subject is not None}, key=_ORDER.__getitem__)
        return _Words(review.pk, [each.value for each in subjects], band_keys(review.comment))
    except Exception as error:  # noqa: BLE001  whatever a reader trips over, the reviews behind it are not to wait
        logger.error("review_unreadable review=%s error=%s", review.pk, type(error).__name__)
        return _Words(review.pk, [], (), readable=False)
