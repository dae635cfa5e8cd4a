"""What each call may answer, for the published schema: statuses, codes of refusals, headers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from wire.calls import PUBLIC, WRITES
from wire.problem_documents import CODES, MEDIA_TYPE, status_of
from wire.views import ApiView

_TEXT = {"type": "string"}
PROBLEM = {
    "type": "object",
    "description": "A refusal (RFC 9457).",
    "required": ["type", "title", "status", "detail", "code", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": _TEXT,
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": _TEXT,
        "code": {"type": "string", "enum": list(CODES)},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "A place in the body (RFC 6901)."},
                    "detail": _TEXT,
                },
            },
        },
    },
}
HEADERS = {
    "ETag": {
        "description": "Of this answer, for If-None-Match; of its version, for If-Match.",
        "schema": {"type": "string", "pattern": '^"[0-9]+-[0-9a-f]{12}"$'},
    },
    "RetryAfter": {
        "description": "Seconds to wait.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1},
    },
    "WWWAuthenticate": {"schema": {"type": "string", "const": "Bearer"}},
    "Replayed": {
        "description": "There where the answer is that of an earlier call with the same Idempotency-Key.",
        "schema": {"type": "string", "const": "true"},
    },
}
_NAMES = {
    400: "Malformed",
    401: "NotAuthenticated",
    403: "PermissionDenied",
    404: "NotFound",
    409: "Conflict",
    422: "NotRight",
    429: "TooManyCalls",
}
_SAID = {
    400: "The body is no JSON object in UTF-8 of at most 2 MB, or no form where one is taken.",
    401: "No valid key and no session.",
    403: "The key's scopes or the member's roles do not take this call.",
    404: "There is nothing here, or nothing that the caller may see.",
    409: "It clashes with what is there, comes at the wrong time, or is not allowed by the policy.",
    422: "Some values are not right, each named by its place; or the Idempotency-Key was used for another call.",
    429: "Too many calls for now.",
}


def codes_of_status() -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for code in CODES:
        found[status_of(code)].append(code)
    return found


def shared_refusals() -> dict[str, Any]:
    """One response for each status of refusals, under its name."""
    return {name: _refusal(status, codes_of_status()[status]) for status, name in _NAMES.items()}


def refusals_of(view: ApiView, method: str) -> dict[str, Any]:
    """What the call may be refused with, by status."""
    found = {str(status): {"$ref": f"#/components/responses/{_NAMES[status]}"} for status in _statuses(view, method)}
    if codes := view.conflicts.get(method):
        found["409"] = _refusal(409, [code for code in CODES if code in codes])
    return found


def done_of(view: ApiView, method: str) -> tuple[int, ...]:
    """The statuses of what was done."""
    usual = 204 if method == "DELETE" and method not in view.answers else 200
    return view.statuses.get(method, (usual,))


def _statuses(view: ApiView, method: str) -> Iterator[int]:
    writes, scope = method in WRITES, view.scopes.get(method)
    if writes:
        yield 400
    yield 401
    if writes or view.roles.get(method) or scope != PUBLIC:
        yield 403
    yield 404
    if writes:
        yield 409
    if writes or method in view.queries or view.lists:
        yield 422
    yield 429


def _refusal(status: int, codes: list[str]) -> dict[str, Any]:
    told = {"properties": {"status": {"const": status}, "code": {"enum": codes}}}
    response: dict[str, Any] = {
        "description": _SAID[status],
        "content": {MEDIA_TYPE: {"schema": {"allOf": [{"$ref": "#/components/schemas/Problem"}, told]}}},
    }
    header = {401: ("WWW-Authenticate", "WWWAuthenticate"), 429: ("Retry-After", "RetryAfter")}.get(status)
    if header:
        response["headers"] = {header[0]: {"$ref": f"#/components/headers/{header[1]}"}}
    return response
