"""How often callers may call, counted in Valkey; without Valkey everybody may."""

from __future__ import annotations

import logging
import time
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.commands.core import Script
from redis.exceptions import RedisError
from redis.retry import Retry
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts.address import client_address, neighbourhood

if TYPE_CHECKING:
    from wire.views import ApiView

logger = logging.getLogger(__name__)

# For a signed-in member, and for an address that nobody signed in from; a key brings its own number.
CALLS_A_MINUTE = 1200

# Count and lifetime in one step, so that no count is ever left without an end.
_COUNT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('PTTL', KEYS[1])}
"""
_PATIENCE = 0.2  # seconds, for connecting and for an answer each
_REST = 2.0  # seconds without asking, after Valkey did not answer

_asleep_until = 0.0


@lru_cache(maxsize=1)
def _count_in(url: str) -> Script:
    client = Redis.from_url(
        url,
        socket_connect_timeout=_PATIENCE,
        socket_timeout=_PATIENCE,
        retry=Retry(NoBackoff(), 0),
    )
    return client.register_script(_COUNT)


def seconds_to_wait(subject: str, *, calls: int, seconds: int) -> int:
    """Count a call of `subject`: 0 for the first `calls` within `seconds`, then the seconds to wait.

    A span begins with its first call. Where Valkey is away the call passes, within half a second.
    """
    global _asleep_until
    if time.monotonic() < _asleep_until:
        return 0
    try:
        count, left = _count_in(settings.REDIS_URL)(keys=[f"calls:{subject}"], args=[seconds * 1000])
    except (RedisError, OSError) as error:
        _asleep_until = time.monotonic() + _REST
        logger.warning("throttle_open error=%s", type(error).__name__)
        return 0
    return 0 if count <= calls else max(1, ceil(left / 1000))


class _Throttle(BaseThrottle):
    _wait = 0

    def wait(self) -> float | None:
        return self._wait or None


class CallsAMinute(_Throttle):
    """The minute of a key, of a member without a key, or of an address."""

    def allow_request(self, request: Request, view: ApiView) -> bool:
        calls = CALLS_A_MINUTE
        if request.auth is not None:
            subject, calls = f"key:{request.auth.pk}", request.auth.requests_a_minute
        elif request.member is not None:
            subject = f"member:{request.member.pk}"
        else:
            subject = f"address:{_address(request)}"
        self._wait = seconds_to_wait(subject, calls=calls, seconds=60)
        return not self._wait


class NamedLimits(_Throttle):
    """The limit that a view names for a method, for each address."""

    def allow_request(self, request: Request, view: ApiView) -> bool:
        limit = view.limits.get(request.method)
        if limit is None:
            return True
        subject = f"{limit.name}:{_address(request)}"
        self._wait = seconds_to_wait(subject, calls=limit.calls, seconds=limit.seconds)
        return not self._wait


def _address(request: Request) -> str:
    return f"{request.tenant.pk}:{neighbourhood(client_address(request))}"
