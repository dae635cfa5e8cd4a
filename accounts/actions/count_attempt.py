"""Counts one try of something that may be tried only so often, exactly, whoever else tries at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

from django.db import connection
from django.utils.crypto import salted_hmac

SALT = "accounts.attempt"

# A span is counted in so many slices, so that it slides: no burst at the seam of two spans passes the limit.
SLICES = 30
KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Allowance:
    """Whether the try may go on; true or false by itself. `retry_after` is in whole seconds."""

    allowed: bool
    retry_after: int = 0

    def __bool__(self) -> bool:
        return self.allowed


def count_attempt(*, subject: str, limit: int, span: timedelta, now: datetime) -> Allowance:
    """Count a try of `subject`, unless `limit` were counted within `span` before `now`.

    It is counted on a connection of its own and committed at once: the request's transaction may roll back without
    undoing it, and holds no lock on it. Tries of one subject queue for the moment of counting. Refused tries are
    not counted, so that whoever waits as told gets in. Subjects are kept as keyed hashes, for a day.
    """
    hashed = salted_hmac(SALT, subject, algorithm="sha256").hexdigest()
    slice_ = span / SLICES
    slice_start = _floor(now, slice_)
    # The oldest slice is counted whole although a part of it is older than the span.
    since = _floor(now - span, slice_)
    with _own_connection() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [hashed])
        cursor.execute(
            "SELECT span_start, count FROM accounts_attempt WHERE subject = %s AND span_start >= %s"
            " ORDER BY span_start",
            [hashed, since],
        )
        slices = cursor.fetchall()
        if sum(count for _, count in slices) >= limit:
            return Allowance(False, _wait(slices, limit, span + slice_, now))
        cursor.execute(
            "INSERT INTO accounts_attempt (subject, span_start, count) VALUES (%s, %s, 1)"
            " ON CONFLICT (subject, span_start) DO UPDATE SET count = accounts_attempt.count + 1",
            [hashed, slice_start],
        )
        cursor.execute(
            "DELETE FROM accounts_attempt WHERE id IN (SELECT id FROM accounts_attempt WHERE span_start < %s"
            " ORDER BY span_start LIMIT 20 FOR UPDATE SKIP LOCKED)",
            [now - max(KEPT, span * 2)],
        )
    return Allowance(True)


def _floor(moment: datetime, slice_: timedelta) -> datetime:
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return moment - (moment - epoch) % slice_


def _wait(slices: list[tuple[datetime, int]], limit: int, until: timedelta, now: datetime) -> int:
    """Seconds until enough of the oldest slices have left the span for one more try."""
    left = sum(count for _, count in slices)
    for start, count in slices:
        left -= count
        if left < limit:
            return max(1, ceil((start + until - now).total_seconds()))
    return ceil(until.total_seconds())


@contextmanager
def _own_connection() -> Iterator[Any]:
    own = connection.copy()
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            yield cursor
        own.commit()
    finally:
        own.close()
