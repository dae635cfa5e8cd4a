"""Tells a worker that work waits. A lost nudge loses nothing: sweeps find the rows."""

from __future__ import annotations

import logging
from typing import Any

from celery import Task, current_app
from django.db import transaction

logger = logging.getLogger(__name__)


def nudge(task: Task | str, **kwargs: Any) -> None:
    """Send `task` when the transaction commits; a broker that is away costs a log line, never the write.

    Rooms that jobs are made of give the task's name: to import a task is to import what it runs.
    """
    name = task if isinstance(task, str) else task.name

    def send() -> None:
        try:
            if isinstance(task, str):
                current_app.send_task(task, kwargs=kwargs, retry=False, ignore_result=True)
            else:
                task.apply_async(kwargs=kwargs, retry=False, ignore_result=True)
        except Exception as error:  # noqa: BLE001  whatever the broker's client raises, the row waits for the sweep
            logger.warning("nudge_lost task=%s error=%s", name, type(error).__name__)

    transaction.on_commit(send)
