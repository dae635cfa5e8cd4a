"""Tells a worker that work waits. A lost nudge loses nothing: sweeps find the rows."""

from __future__ import annotations

import logging
from typing import Any

from celery import Task
from django.db import transaction

logger = logging.getLogger(__name__)


def nudge(task: Task, **kwargs: Any) -> None:
    """Send `task` when the transaction commits; a broker that is away costs a log line, never the write."""

    def send() -> None:
        try:
            task.apply_async(kwargs=kwargs, retry=False, ignore_result=True)
        except Exception as error:  # noqa: BLE001  whatever the broker's client raises, the row waits for the sweep
            logger.warning("nudge_lost task=%s error=%s", task.name, type(error).__name__)

    transaction.on_commit(send)
