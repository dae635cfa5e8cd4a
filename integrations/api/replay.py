"""`Idempotency-Key`: a write sent again is answered again and done once."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from integrations.actions.answer_once import Answer, answer_once
from wire.bodies import UnableToRead, wrong
from wire.encoding import as_json
from wire.sealing import seal, unseal

Work = Callable[[], HttpResponseBase]

_KEY = re.compile(r"[\x20-\x7e]{1,255}")


class _NotKept(Exception):
    """Carries an answer that is not for keeping out of the action, so that nothing of it stays."""

    def __init__(self, response: HttpResponseBase) -> None:
        self.response = response


def answer_or_replay(request: Request, work: Work, *, now: datetime) -> HttpResponseBase:
    """The answer of `work`, or the one kept for this key. Without a key, or without an owner, just `work`."""
    key = request.headers.get("Idempotency-Key")
    if key is None or not request.user.is_authenticated:
        return work()
    if not _KEY.fullmatch(key):
        raise UnableToRead(wrong("", "An Idempotency-Key has 1 to 255 printable ASCII characters."))
    done: list[Response] = []
    # What shows a secret is kept as secrets are.
    secret = getattr(request.parser_context["view"], "shows_secret", False)

    def work_to_keep() -> Answer:
        response = work()
        if not isinstance(response, Response) or response.status_code >= 400:
            raise _NotKept(response)
        done.append(response)
        body = as_json(response.data)
        return Answer(response.status_code, seal(body) if secret else body)

    try:
        answer, replayed = answer_once(
            tenant=request.tenant,
            by=request.user,
            route=f"{request.method} {request.path}",
            key=key,
            body_digest=digest_of(request),
            work=work_to_keep,
            now=now,
        )
    except _NotKept as given:
        return given.response
    if not replayed:
        return done[0]
    body = unseal(answer.body) if secret else answer.body
    return Response(json.loads(body), status=answer.status, headers={"Idempotent-Replayed": "true"})


def digest_of(request: Request) -> str:
    """What makes two requests the same: their fields and files, whatever the order or spacing."""
    data: Any = request.data
    files = getattr(request, "FILES", None) or {}
    if isinstance(data, QueryDict):
        data = {name: data.getlist(name) for name in data if name not in files}
    said = [
        data,
        sorted((name, file.name, _digest_of_file(file)) for name in files for file in files.getlist(name)),
        request.META.get("QUERY_STRING", ""),
        request.headers.get("If-Match", ""),
    ]
    written = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _digest_of_file(file: Any) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
