"""What a call raises: the problem documents of the API (RFC 9457), and that nobody answered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


class TouchstoneError(Exception):
    """Whatever this client raises."""


class Unreachable(TouchstoneError):
    """No answer came, after as many tries as the client makes. Of a write nobody knows whether it was done:
    send it again with the same idempotency key."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong at one place of the body; `pointer` is a JSON Pointer (RFC 6901), "" for the whole."""

    pointer: str
    detail: str


class Problem(TouchstoneError):
    """A refusal. `code` is stable and for programs, `detail` is a sentence for people."""

    def __init__(self, status: int, document: dict[str, Any], retry_after: float | None = None) -> None:
        self.status = status
        self.code = str(document.get("code", "error"))
        self.title = str(document.get("title", ""))
        self.detail = str(document.get("detail", ""))
        self.errors = [FieldError(str(e.get("pointer", "")), str(e.get("detail", ""))) for e in _errors(document)]
        self.retry_after = retry_after
        """Seconds to wait before the next try, where the answer says so."""
        super().__init__(f"{status} {self.code}: {self.detail or self.title}")


class Malformed(Problem):
    """400: no JSON, or not of the kind that the address takes."""


class NotAuthenticated(Problem):
    """401: no key, or one that is not valid any more."""


class PermissionDenied(Problem):
    """403: the key lacks the scope, or its user the role."""


class NotFound(Problem):
    """404: it is not there, or not for this key to see; nobody learns which."""


class Conflict(Problem):
    """409: not in this state of things; `code` says why (`stale_version`, `too_early`, `already_reviewed`, …)."""


class StaleVersion(Conflict):
    """409 `stale_version`: somebody changed it since it was read. Read it again."""


class Invalid(Problem):
    """422: `errors` names each place that is wrong."""


class RateLimited(Problem):
    """429: too many calls; `retry_after` says how long to wait."""


_KINDS: dict[int, type[Problem]] = {
    400: Malformed,
    401: NotAuthenticated,
    403: PermissionDenied,
    404: NotFound,
    409: Conflict,
    422: Invalid,
    429: RateLimited,
}


def problem_of(status: int, content: bytes, retry_after: float | None = None) -> Problem:
    """The exception for a refusal, also for one that some proxy answered with a page."""
    try:
        document = json.loads(content)
    except ValueError:
        document = {}
    if not isinstance(document, dict):
        document = {}
    kind = StaleVersion if document.get("code") == "stale_version" else _KINDS.get(status, Problem)
    return kind(status, document, retry_after)


def _errors(document: dict[str, Any]) -> list[dict[str, Any]]:
    errors = document.get("errors")
    return [each for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
