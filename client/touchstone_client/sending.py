"""Sends one call, as often as it takes: what was sent twice is done once, by its idempotency key."""

from __future__ import annotations

import http.client
import secrets
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urlsplit

from touchstone_client.problems import Unreachable, problem_of

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
AGAIN = frozenset({429, 502, 503, 504})
"""Answers after which the same call may be sent again."""
FIRST_WAIT = 0.2
LONGEST_WAIT = 60.0
"""Seconds; what asks to wait longer is raised instead."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    """By their names in small letters."""
    content: bytes


@dataclass(frozen=True)
class Sender:
    """Where calls go, with whose key, and how patiently.

    `timeout` is in seconds, for connecting and for each answer; `retries` is how often a call is sent again.
    """

    base_url: str
    key: str = field(repr=False)
    timeout: float = 30.0
    retries: int = 4
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def send(
        self,
        method: str,
        target: str,
        *,
        body: bytes | None = None,
        content_type: str = "application/json",
        idempotency_key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """The answer to a call of `target` (path and query). Raises Problem for a refusal, Unreachable without answer.

        A write without an `idempotency_key` gets one of its own, the same for every try.
        """
        sent = {"Accept": "application/json", **(headers or {})}
        if self.key:
            sent["Authorization"] = f"Bearer {self.key}"
        if body is not None:
            sent["Content-Type"] = content_type
        if method in WRITES:
            sent["Idempotency-Key"] = idempotency_key or secrets.token_hex(16)
        unanswered = False
        for tries in range(self.retries + 1):
            last = tries == self.retries
            try:
                answer = self._once(method, target, body, sent)
            except (OSError, http.client.HTTPException) as error:
                if last or isinstance(error, ssl.SSLCertVerificationError):
                    raise Unreachable(f"{method} {self.base_url}{target}: {error or type(error).__name__}") from error
                unanswered = True
                self.sleep(_wait(tries))
                continue
            if answer.status < 400:
                return answer
            problem = problem_of(answer.status, answer.content, _seconds(answer.headers.get("retry-after")))
            # After a try that nobody answered, the server may still be at work on it.
            still_running = unanswered and problem.status == 409 and problem.code == "conflict"
            if last or not (problem.status in AGAIN or still_running) or (problem.retry_after or 0) > LONGEST_WAIT:
                raise problem
            self.sleep(_wait(tries) if problem.retry_after is None else problem.retry_after)
        raise AssertionError("unreachable")

    def _once(self, method: str, target: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        at = urlsplit(self.base_url)
        connection = _connect(at, self.timeout)
        try:
            connection.request(method, at.path.rstrip("/") + target, body, {**headers, "Host": at.netloc})
            response = connection.getresponse()
            content = response.read()
            return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, content)
        finally:
            connection.close()


def _connect(at: SplitResult, timeout: float) -> http.client.HTTPConnection:
    host = at.hostname or ""
    # Names below localhost are this machine (RFC 6761), which not every resolver knows.
    host = "127.0.0.1" if host.endswith(".localhost") else host
    if at.scheme == "https":
        return http.client.HTTPSConnection(host, at.port, timeout=timeout, context=ssl.create_default_context())
    if at.scheme == "http":
        return http.client.HTTPConnection(host, at.port, timeout=timeout)
    raise ValueError(f"{at.geturl()} is no http or https address.")


def _wait(tries: int) -> float:
    """Doubles each time, and differs between callers that failed together."""
    return min(LONGEST_WAIT, FIRST_WAIT * float(1 << tries) * (1 + secrets.randbelow(100) / 100))


def _seconds(retry_after: str | None) -> float | None:
    """What `Retry-After` says: seconds or a date (RFC 9110)."""
    if not retry_after:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (ValueError, TypeError):
        return None
