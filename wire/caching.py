"""Answers that anybody may keep for a while: tagged by what they were made from, unchanged ones answered with 304."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import get_language

FIVE_MINUTES = 300
A_YEAR = 31_536_000


def kept(
    request: HttpRequest,
    made_from: Any,
    make: Callable[[], HttpResponse],
    *,
    seconds: int = FIVE_MINUTES,
    last_modified: float | None = None,
    immutable: bool = False,
) -> HttpResponse:
    """The answer of `make`, or 304 where the asker has it; not made then.

    `made_from` is everything that the answer depends on, beside the language that is spoken; `last_modified` is in
    seconds since 1970.
    """
    etag = f'"{sha256(repr((get_language(), made_from)).encode()).hexdigest()[:32]}"'
    whole_seconds = None if last_modified is None else int(last_modified)
    answer = get_conditional_response(request, etag=etag, last_modified=whole_seconds)
    if answer is None or answer.status_code not in (304, 412):
        answer = make()
    answer.headers["ETag"] = etag
    if whole_seconds is not None:
        answer.headers["Last-Modified"] = http_date(whole_seconds)
    answer.headers["Cache-Control"] = f"public, max-age={seconds}" + (", immutable" if immutable else "")
    answer.headers["Content-Language"] = get_language() or "en"
    patch_vary_headers(answer, ("Accept-Language",))
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
