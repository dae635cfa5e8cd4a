"""Versions of things as entity tags: the answer's ETag, the caller's If-Match and If-None-Match (RFC 9110).

A tag is the version and a digest of the answer, as in "3-5f2a9c81d0e4": what an answer says depends on its reader and
on the time, too. If-Match asks for the version alone, so it takes "3" as well.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from policy.problems import Problem
from policy.terms import ProblemCode
from wire.encoding import as_json
from wire.refusals import Refused

_DIGEST = 12  # hexadecimal digits
_ONE_TAG = re.compile(r'\s*(?:W/)?"([0-9]{1,9})(?:-[0-9a-f]{12})?"\s*|\s*([0-9]{1,9})\s*', re.ASCII)
_TAGS = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')


class UnableToMatch(Refused):
    """If-Match names no version, or another than the body."""


def entity_tag(data: Any) -> str:
    """The tag of an answer that has a version, else nothing."""
    version = data.get("version") if isinstance(data, dict) else None
    if type(version) is not int:
        return ""
    return f'"{version}-{hashlib.sha256(as_json(data).encode()).hexdigest()[:_DIGEST]}"'


def is_known(tag: str, if_none_match: str) -> bool:
    """Whether the caller has this very answer; what cannot be read names none."""
    return if_none_match.strip() == "*" or tag in _TAGS.findall(if_none_match)


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
