"""Versions of things as entity tags: the answer's ETag, the caller's If-Match (RFC 9110)."""

from __future__ import annotations

import re
from typing import Any

from policy.problems import Problem
from policy.terms import ProblemCode
from wire.refusals import Refused

_ONE_TAG = re.compile(r'\s*(?:W/)?"([0-9]{1,9})"\s*|\s*([0-9]{1,9})\s*', re.ASCII)


class UnableToMatch(Refused):
    """If-Match names no version, or another than the body."""


def entity_tag(data: Any) -> str:
    """The tag of an answer that has a version, else nothing."""
    version = data.get("version") if isinstance(data, dict) else None
    return f'"{version}"' if type(version) is int else ""


def version_in(data: dict[str, Any], if_match: str) -> dict[str, Any]:
    """`data` with the version that `if_match` names. Raises UnableToMatch where the two disagree."""
    if not if_match.strip():
        return data
    match = _ONE_TAG.fullmatch(if_match)
    if match is None:
        raise _unable('Give one version in If-Match, as in "3".')
    version = int(match[1] or match[2])
    if data.get("version", version) != version:
        raise _unable("If-Match names another version than the body.")
    return {**data, "version": version}


def _unable(detail: str) -> UnableToMatch:
    return UnableToMatch(Problem(ProblemCode.VALIDATION_FAILED, "/version", detail))
