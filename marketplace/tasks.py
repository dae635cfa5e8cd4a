"""Celery names of the shell."""

import time

from celery import shared_task
from django.core.cache import cache

HEARTBEAT = "worker-heartbeat"
HEARTBEAT_SECONDS = 60


@shared_task(name="marketplace.heartbeat")
def heartbeat() -> None:
    cache.set(HEARTBEAT, time.time(), 300)
