"""What every resource calls with: paths filled in, JSON both ways, lists as iterators, acting for others."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from touchstone_client.sending import Answer, Sender

API = "/api/v1/"


@dataclass(frozen=True)
class Caller:
    """Calls one marketplace; `acting_for` and `idempotency_key` go with every write."""

    sender: Sender
    acting_for: Mapping[str, str] | None = None
    idempotency_key: str | None = None

    def on_behalf(self, acting_for: Mapping[str, str]) -> Caller:
        return replace(self, acting_for=acting_for)

    def once(self, key: str) -> Caller:
        return replace(self, idempotency_key=key)

    def call(
        self,
        method: str,
        path: str,
        *,
        at: Mapping[str, str | int] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Any:
        """The answer's JSON, None where there is none. `path` names places as {places}, `at` fills them in.

        What is None in `query` and `body` is left out.
        """
        target = self.target(path, at, query)
        content = None
        if method != "GET":
            fields = {name: value for name, value in (body or {}).items() if value is not None}
            if self.acting_for is not None:
                fields["acting_for"] = dict(self.acting_for)
            content = json.dumps(fields, default=_written).encode()
        answer = self.sender.send(method, target, body=content, idempotency_key=self.idempotency_key)
        return json.loads(answer.content) if answer.content else None

    def listed(
        self,
        path: str,
        *,
        at: Mapping[str, str | int] | None = None,
        query: Mapping[str, Any] | None = None,
    ) -> Iterator[Any]:
        """Every row of a list, page after page, each page fetched when its first row is asked for."""
        target = self.target(path, at, {"page_size": 100, **(query or {})})
        while True:
            page = json.loads(self.sender.send("GET", target).content)
            yield from page["results"]
            if page["next"] is None:
                return
            # Only path and query: the key goes to no other host than the one it was given for.
            following = urlsplit(page["next"])
            base = urlsplit(self.sender.base_url).path.rstrip("/")
            target = f"{following.path.removeprefix(base)}?{following.query}"

    def upload(self, path: str, name: str, content: bytes, content_type: str) -> Any:
        """The answer to a form with one file."""
        boundary = secrets.token_hex(16)
        quoted = name.replace("\\", "\\\\").replace('"', '\\"').replace("\r", " ").replace("\n", " ")
        parts = [(f'name="file"; filename="{quoted}"\r\nContent-Type: {content_type}', content)]
        if self.acting_for is not None:
            parts.append(('name="acting_for"', json.dumps(dict(self.acting_for)).encode()))
        written = [
            f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + each + b"\r\n"
            for head, each in parts
        ]
        answer = self.sender.send(
            "POST",
            self.target(path),
            body=b"".join([*written, f"--{boundary}--\r\n".encode()]),
            content_type=f"multipart/form-data; boundary={boundary}",
            idempotency_key=self.idempotency_key,
        )
        return json.loads(answer.content)

    def download(self, path: str, at: Mapping[str, str | int]) -> Answer:
        return self.sender.send("GET", self.target(path, at), headers={"Accept": "*/*"})

    def target(
        self, path: str, at: Mapping[str, str | int] | None = None, query: Mapping[str, Any] | None = None
    ) -> str:
        filled = path.format(**{name: quote(str(value), safe="") for name, value in (at or {}).items()})
        asked = {name: _text(value) for name, value in (query or {}).items() if value is not None}
        return API + filled + ("?" + urlencode(asked) if asked else "")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(_written(value)) if isinstance(value, datetime) else str(value)


def _written(value: Any) -> Any:
    """Times in UTC, amounts as text: what JSON has no word for."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("A time without a zone names no moment.")
        return value.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} has no place in JSON.")
