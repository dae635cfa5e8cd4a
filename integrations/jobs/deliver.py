"""Sends what is due: claims, sends outside any transaction, and writes down how it went, several at once.

A worker that dies leaves its leases to run out; another sends the same messages again, with the same ids.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime
from time import monotonic

from integrations.queries import MOST_ENDPOINTS
from integrations.webhooks.connecting import Outcome
from integrations.webhooks.sending import AT_ONCE, Claimed, claim, nudge_sender, send, sole_sender, write_down
from tenants.models import Tenant

SECONDS = 30.0
"""So long one run claims; a worker has other work to do."""
_GLANCE = 0.5
"""While slow receivers are waited for, others' deliveries that come in are sent after this many seconds."""

Clock = Callable[[], datetime]


def deliver(*, tenant: Tenant, clock: Clock, seconds: float = SECONDS) -> int:
    """How many tries were made; none where another worker is sending for this marketplace."""
    with sole_sender(tenant) as mine:
        if not mine:
            return 0
        tries, unfinished = _deliver(tenant, clock, monotonic() + seconds)
    if unfinished:
        nudge_sender(tenant)
    return tries


def _deliver(tenant: Tenant, clock: Clock, ends: float) -> tuple[int, bool]:
    """How many tries were made, and whether time ran out. Nobody waits for a slow one: each endpoint has room."""
    under_way: dict[Future[Outcome], tuple[Claimed, datetime]] = {}
    tries, in_time = 0, True
    with ThreadPoolExecutor(MOST_ENDPOINTS * AT_ONCE, thread_name_prefix="webhook") as senders:
        while True:
            in_time = monotonic() < ends
            for claimed in claim(tenant=tenant, now=clock()) if in_time else ():
                under_way[senders.submit(send, claimed)] = claimed, clock()
            if not under_way:
                return tries, not in_time
            done, _ = wait(under_way, timeout=_GLANCE, return_when=FIRST_COMPLETED)
            for future in done:
                claimed, began = under_way.pop(future)
                write_down(claimed, future.result(), tenant=tenant, began=began, now=clock())
                tries += 1
