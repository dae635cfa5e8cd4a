"""Does a write once for each key of its owner, and keeps its answer for a day."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction

from integrations.models import StoredAnswer
from integrations.models.idempotency import KEPT
from policy.problems import Problem
from tenants.models import Tenant
from wire.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User


class UnableToAnswerOnce(Refused):
    """`conflict`: the key is at work in another request; `idempotency_mismatch`: it had another body."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is the JSON as it was sent, so that a replay is the same to the byte."""

    status: int
    body: str


@transaction.atomic
def answer_once(
    *,
    tenant: Tenant,
    by: User,
    route: str,
    key: str,
    body_digest: str,
    work: Callable[[], Answer],
    now: datetime,
) -> tuple[Answer, bool]:
    """The answer of `work`, and whether it is a kept one. What `work` raises rises on, and nothing is kept.

    The answer is kept in the transaction of the work, so both are there or neither. A lock that ends with
    that transaction turns away whoever comes with the same key meanwhile.
    """
    route = _shortened(route)
    if not _take_turn(tenant, by, route, key):
        raise UnableToAnswerOnce(
            Problem("conflict", "", "A request with this Idempotency-Key is still running; ask again soon.")
        )
    kept = StoredAnswer.objects.filter(owner=by, route=route, key=key).first()
    if kept is not None and kept.created_at > now - KEPT:
        if kept.body_digest != body_digest:
            raise UnableToAnswerOnce(
                Problem("idempotency_mismatch", "", "This Idempotency-Key was used with another body.")
            )
        return Answer(kept.status, kept.body), True
    if kept is not None:
        kept.delete()
    answer = work()
    StoredAnswer.objects.create(
        tenant=tenant,
        owner=by,
        route=route,
        key=key,
        body_digest=body_digest,
        status=answer.status,
        body=answer.body,
        created_at=now,
    )
    return answer, False


def _shortened(route: str) -> str:
    longest = StoredAnswer._meta.get_field("route").max_length
    return route if len(route) <= longest else hashlib.sha256(route.encode()).hexdigest()


def _take_turn(tenant: Tenant, by: User, route: str, key: str) -> bool:
    """Whether this transaction, until it ends, is the only one with this key."""
    name = hashlib.sha256("\n".join([str(tenant.pk), str(by.pk), route, key]).encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [int.from_bytes(name[:8], signed=True)])
        return cursor.fetchone()[0]
