"""Sends a request of the matrix, and says what of an answer could tell two ids apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.integrations.conformance import assert_conforms
from tests.matrix.rows import Row

_CHANGING = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+|(nonce=")[^"]+|("csrfToken": ")[^"]+')


def send(client: Client, method: str, row: Row, ids: dict[str, str], body: Any = None) -> HttpResponse:
    path = row.path
    for kind in row.ids:
        path = re.sub(r"<[^>]+>", ids[kind], path, count=1)
    if row.query:
        path += "?" + row.query.format(**{kind.replace(" ", "_"): value for kind, value in ids.items()})
    client.raise_request_exception = False
    if method == "GET":
        answer = client.get(path)
        if row.path.startswith("/api/v1/"):
            assert_conforms(answer, method, answer.request["PATH_INFO"])
        return answer
    payload = row.writes[method] if body is None else body
    if row.path.startswith("/api/"):
        answer = client.generic(method, path, json.dumps(payload), content_type="application/json")
        assert_conforms(answer, method, path)
        return answer
    return client.post(path, payload)


def alike(response: HttpResponse, ids: dict[str, str], kinds: Iterable[str]) -> tuple[int, str, str]:
    """Status, target and text of an answer with the ids of these kinds blotted out."""

    def blot(text: str) -> str:
        for value in sorted((ids[kind] for kind in kinds), key=len, reverse=True):
            text = text.replace(value, "ID")
        return _CHANGING.sub("", text)

    return (
        response.status_code,
        blot(response.get("Location", "")),
        blot(text_of(response)),
    )


def text_of(response: HttpResponse) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")
