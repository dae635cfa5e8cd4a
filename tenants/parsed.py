"""Keeps parsed policy documents: versions are immutable, so each is parsed once a process."""

from __future__ import annotations

from typing import Any, Protocol
from uuid import UUID

from policy.document import PolicyDocument, parse_policy


class HasDocument(Protocol):
    pk: UUID
    document: dict[str, Any]


_parsed: dict[UUID, PolicyDocument] = {}


def parsed_policy(version: HasDocument) -> PolicyDocument:
    if version.pk not in _parsed:
        if len(_parsed) > 1000:
            _parsed.clear()
        _parsed[version.pk] = parse_policy(version.document)
    return _parsed[version.pk]
