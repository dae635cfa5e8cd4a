"""When a delivery that failed is tried again, and when it is given up."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# As Standard Webhooks proposes: ten tries over a little more than three days.
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
JITTER = 0.1
"""Of each pause so much is added at most, by chance: what failed together does not come back together."""
PATIENCE = timedelta(days=3)
"""So long nothing at all may arrive before an endpoint is disabled."""
LONGEST_ASKED = timedelta(days=1)
"""Of a delivery, where the receiver says when to come again."""
LONGEST_REST = timedelta(hours=1)
"""Of all deliveries to a receiver that says so."""
ASKING = frozenset({429, 503})
_QUIET_FAILURES = 4
_FIRST_REST, _LONGEST_OWN_REST = timedelta(seconds=5), timedelta(minutes=5)


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts; None: no more."""
    if attempts > len(PAUSES):
        return None
    return PAUSES[attempts - 1] * (1 + random.uniform(0, JITTER))  # noqa: S311  no secret


def rest_after(failures: int) -> timedelta:
    """How long an endpoint is left alone after so many failures in a row, so that a dead one costs little."""
    if failures <= _QUIET_FAILURES:
        return timedelta(0)
    return min(_FIRST_REST * 2 ** min(failures - _QUIET_FAILURES - 1, 10), _LONGEST_OWN_REST)


def asked_pause(retry_after: str, *, now: datetime) -> timedelta:
    """What a `Retry-After` asks for, in seconds or as a date (RFC 9110); none where it cannot be read."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return min(timedelta(seconds=int(text)), LONGEST_ASKED)
    try:
        at = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return timedelta(0)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(at - now, timedelta(0)), LONGEST_ASKED)
