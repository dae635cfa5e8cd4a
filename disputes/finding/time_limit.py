"""Stops a gatherer that runs past its time, so that one case never holds up the others."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 5.0
"""For one ground of one case, database included; all of them together take under two."""


class RanTooLong(Exception):
    """It was stopped after so many seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"stopped after {seconds:g} seconds")


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises RanTooLong inside the block when its time is over.

    A signal can stop only the main thread, where a worker runs its jobs. In the threads of a web server the block runs
    to its end: what is gathered there is bounded by the length of the texts, and the database by its own limit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise RanTooLong(seconds)

    began = time.monotonic()
    handler = signal.signal(signal.SIGALRM, stop)
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if left:  # somebody's own alarm was set before ours: it goes off when it would have
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - began), 0.001), interval)
