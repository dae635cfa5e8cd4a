"""Many agents who take cases at the same moment, and who waits for whom meanwhile."""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

LOOKS_A_SECOND = 200
# To release a savepoint waits for nothing: where its text is read, the COMMIT behind it has just begun.
WAITING = """
    SELECT pid, query_start,
        CASE WHEN query ILIKE ANY (ARRAY['COMMIT%', 'RELEASE%']) THEN 'the head of the log, at the end'
        WHEN wait_event = 'extend' THEN 'a table that grows' ELSE wait_event || ' of ' || left(query, 60) END
    FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'touchstone_app'
"""
STILL = "SELECT pid, query_start FROM pg_stat_activity WHERE pid = ANY(%s)"
"""The server copies all statements first and reads each one's wait after that, so that a wait can stand beside the
statement before it. A wait belongs to a statement that ran before and after it was seen."""


@dataclass
class Waits:
    """What was seen of waiting for locks of others, looked at so often a second."""

    looks: int = 0
    for_what: Counter[str] = field(default_factory=Counter)


def claim_at_once(
    tenant: Any, agents: list[Any], cases: int, superuser_url: str
) -> tuple[list[Any], list[float], Waits]:
    """Until so many cases are taken each agent takes one after the other, on a connection of their own.

    The ids that were taken, the seconds that each took, and the waits. Ends early where nothing is left.
    """
    from django.db import connection
    from django.utils import timezone

    from disputes.actions.claim_next import claim_next
    from tenants.scope import tenant_scope

    tickets = itertools.count(1)
    start = threading.Barrier(len(agents) + 1)
    taken: list[Any] = []
    seconds: list[float] = []

    def work(by: Any) -> None:
        with tenant_scope(tenant):
            pass  # the connection is there before the work begins
        start.wait(timeout=120)
        try:
            while next(tickets) <= cases:
                began = time.perf_counter()
                with tenant_scope(tenant):
                    case = claim_next(tenant=tenant, by=by, now=timezone.now())
                seconds.append(time.perf_counter() - began)
                if case is None:
                    return
                taken.append(case.pk)
        finally:
            connection.close()

    with watched(superuser_url) as waits, ThreadPoolExecutor(len(agents)) as threads:
        running = [threads.submit(work, by) for by in agents]
        start.wait(timeout=120)
        for each in running:
            each.result()
    return taken, seconds, waits


@contextmanager
def watched(superuser_url: str):
    """Looks again and again at who waits for a lock, from a connection beside."""
    import psycopg2

    waits, over = Waits(), threading.Event()
    beside = psycopg2.connect(superuser_url)
    beside.autocommit = True

    def look() -> None:
        with beside.cursor() as cursor:
            while not over.wait(1 / LOOKS_A_SECOND):
                cursor.execute(WAITING)
                seen = {(pid, began): what for pid, began, what in cursor.fetchall()}
                cursor.execute(STILL, [[pid for pid, _ in seen]])
                waits.looks += 1
                waits.for_what.update(seen[key] for key in cursor.fetchall() if key in seen)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield waits
    finally:
        over.set()
        thread.join()
        beside.close()
