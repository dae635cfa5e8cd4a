"""Whether a statement that the database has is the one that we sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from json import dumps
from typing import Any, Final

# What a statement says; the rest (ids, links, moments) is the database's own.
FACTS: Final = (
    "decision_visibility",
    "decision_visibility_other",
    "decision_ground",
    "illegal_content_legal_ground",
    "illegal_content_explanation",
    "incompatible_content_ground",
    "incompatible_content_explanation",
    "category",
    "territorial_scope",
    "content_date",
    "application_date",
    "decision_facts",
    "source_type",
    "automated_detection",
    "automated_decision",
)
_DAYS: Final = ("content_date", "application_date")
_ENOUGH: Final = ("decision_facts", "decision_ground", "application_date")


def is_told(existing: Mapping[str, Any]) -> bool:
    """Whether the answer shows what the statement says: newer versions of the database tell its `puid` alone."""
    return all(existing.get(name) for name in _ENOUGH)


def fingerprint(statement: Mapping[str, Any]) -> str:
    """Of the FACTS, in whatever order lists are and however the database writes days and outer spaces."""
    return sha256(dumps([_plain(name, statement.get(name)) for name in FACTS]).encode()).hexdigest()


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()[:10] if name in _DAYS else value.strip()
    if isinstance(value, Iterable):
        return sorted(map(str, value))
    return value or ""
