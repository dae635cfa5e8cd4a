"""Answers of the API held against its published schema: status, kind of content, body and headers."""

from __future__ import annotations

import copy
import re
from functools import lru_cache
from typing import Any

from jsonschema_rs import Draft202012Validator

from integrations.openapi import schema_document

# What answers to methods that an address does not take; the schema has no place for it.
NO_METHOD = 405
METHODS = ("get", "post", "put", "patch", "delete")


class DoesNotConform(AssertionError):
    """An answer is not what the schema says."""


def assert_conforms(response: Any, method: str, path: str) -> None:
    """Raises DoesNotConform unless the schema foretells this answer to `method` at `path` (from /api/v1/ on).

    Addresses that the schema does not know (those of tests, and what is not there) and methods that an address
    does not take say nothing.
    """
    if (template := template_of(path)) is None:
        return
    operation = _document()["paths"][template].get("get" if method == "HEAD" else method.lower())
    status = response.status_code
    if operation is None:
        if status not in (NO_METHOD, 404):
            raise DoesNotConform(f"{method} {template} is not in the schema and answered {status}.")
        return
    said = operation["responses"].get(str(status))
    if said is None:
        raise DoesNotConform(
            f"{method} {template} answered {status}, which the schema does not name: {_start(response)}"
        )
    said = _resolved(said)
    _check_headers(said, response, f"{method} {template} {status}")
    if method != "HEAD":
        _check_body(said, response, f"{method} {template} {status}")


def _check_headers(said: dict[str, Any], response: Any, where: str) -> None:
    for name, header in said.get("headers", {}).items():
        header, value = _resolved(header), response.headers.get(name)
        if value is None and header.get("required"):
            raise DoesNotConform(f"{where} has no header {name}.")
        if value is not None and (pattern := header["schema"].get("pattern")) and not re.fullmatch(pattern, value):
            raise DoesNotConform(f"{where} has {name}: {value}, not like {pattern}.")


def _check_body(said: dict[str, Any], response: Any, where: str) -> None:
    contents = said.get("content")
    if contents is None:
        if response.content:
            raise DoesNotConform(f"{where} has a body: {_start(response)}")
        return
    if "*/*" in contents:
        return
    kind = response.headers["Content-Type"]
    if kind not in contents:
        raise DoesNotConform(f"{where} is {kind}, not {', '.join(contents)}.")
    body = response.json()
    error = next(iter(_validator(where, contents[kind]["schema"]).iter_errors(body)), None)
    if error is not None:
        at = "".join(f"/{name}" for name in error.instance_path)
        raise DoesNotConform(f"{where}: {at}: {error.message[:300]}")


def template_of(path: str) -> str | None:
    """The path of the schema that takes this one; the one with fewer brackets where two do."""
    found = [template for template, pattern in _patterns() if pattern.fullmatch(path.partition("?")[0])]
    return min(found, key=lambda template: template.count("{"), default=None)


@lru_cache(maxsize=1)
def _document() -> dict[str, Any]:
    """The schema, its answers closed: a field that nobody declared is one."""
    document = copy.deepcopy(schema_document())
    for schema in document["components"]["schemas"].values():
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
    return document


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(each, re.compile(re.sub(r"\{[^}]+\}", "[^/]+", each))) for each in _document()["paths"]]


_validators: dict[str, Draft202012Validator] = {}


def _validator(where: str, schema: dict[str, Any]) -> Draft202012Validator:
    if where not in _validators:
        whole = {**schema, "components": _document()["components"]}
        _validators[where] = Draft202012Validator(whole, validate_formats=True)
    return _validators[where]


def _resolved(said: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in said:
        _, *names = said["$ref"].split("/")
        said = _document()
        for name in names:
            said = said[name]
    return said


def _start(response: Any) -> str:
    return "a file" if getattr(response, "streaming", False) else response.content[:300].decode(errors="replace")
