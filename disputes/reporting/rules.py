"""Whether a payload is one that the Transparency Database takes: a pure check, made before anything is sent.

It knows the part of https://transparency.dsa.ec.europa.eu/page/api-documentation (version 2) that our payloads use:
a value that the database knows and we never say is as wrong here as one that nobody knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

TEXTS: Final = {
    "decision_visibility_other": 500,
    "illegal_content_legal_ground": 500,
    "illegal_content_explanation": 2000,
    "incompatible_content_ground": 500,
    "incompatible_content_explanation": 2000,
    "decision_ground_reference_url": 500,
    "decision_facts": 5000,
    "puid": 500,
}
_CATEGORIES: Final = {
    f"STATEMENT_CATEGORY_{name}"
    for name in (
        "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
        "ILLEGAL_OR_HARMFUL_SPEECH",
        "NOT_SPECIFIED_NOTICE",
        "OTHER_VIOLATION_TC",
        "SCAMS_AND_FRAUD",
    )
}
_ILLEGAL, _INCOMPATIBLE = "DECISION_GROUND_ILLEGAL_CONTENT", "DECISION_GROUND_INCOMPATIBLE_CONTENT"
_OTHER: Final = "DECISION_VISIBILITY_OTHER"
ONE_OF: Final = {
    "decision_ground": {_ILLEGAL, _INCOMPATIBLE},
    "incompatible_content_illegal": {"Yes", "No"},
    "category": _CATEGORIES,
    "source_type": {"SOURCE_ARTICLE_16", "SOURCE_TYPE_OTHER_NOTIFICATION", "SOURCE_VOLUNTARY"},
    "automated_detection": {"Yes", "No"},
    # A person decides, always.
    "automated_decision": {"AUTOMATED_DECISION_NOT_AUTOMATED"},
}
SOME_OF: Final = {
    "decision_visibility": {
        "DECISION_VISIBILITY_CONTENT_REMOVED",
        "DECISION_VISIBILITY_CONTENT_LABELLED",
        _OTHER,
    },
    "content_type": {"CONTENT_TYPE_TEXT"},
    "category_specification": {"KEYWORD_INAUTHENTIC_USER_REVIEWS"},
    "territorial_scope": set(
        "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()  # noqa: SIM905
    ),
}
DATES: Final = {"content_date": date(2000, 1, 1), "application_date": date(2020, 1, 1)}
LAST_DAY: Final = date(2038, 1, 1)
REQUIRED: Final = (
    "decision_visibility",
    "decision_ground",
    "content_type",
    "category",
    "territorial_scope",
    "content_date",
    "application_date",
    "decision_facts",
    "source_type",
    "automated_detection",
    "automated_decision",
    "puid",
)
_OF_A_GROUND: Final = {
    _ILLEGAL: ("illegal_content_legal_ground", "illegal_content_explanation"),
    _INCOMPATIBLE: ("incompatible_content_ground", "incompatible_content_explanation"),
}
_PUID: Final = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def problems_of(payload: dict[str, Any]) -> list[str]:
    """One sentence for each rule that the payload breaks; none where it may be sent."""
    return [f"{name}: {wrong}." for name, wrong in _problems(payload)]


def _problems(payload: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in payload.keys() - TEXTS.keys() - ONE_OF.keys() - SOME_OF.keys() - DATES.keys():
        yield name, "we send no such field"
    for name in REQUIRED:
        if not payload.get(name):
            yield name, "it must be given"
    for name, longest in TEXTS.items():
        value = payload.get(name, " ")
        if not isinstance(value, str) or not 0 < len(value) <= longest:
            yield name, f"it must be a text of 1 to {longest} characters"
    for name, known in ONE_OF.items():
        if name in payload and payload[name] not in known:
            yield name, f"{payload[name]!r} is not a value for it"
    for name, known in SOME_OF.items():
        values = payload.get(name)
        if values is not None and not (isinstance(values, list) and values and set(values) <= known):
            yield name, f"{values!r} are not values for it"
    if (_OTHER in (payload.get("decision_visibility") or ())) is not ("decision_visibility_other" in payload):
        yield "decision_visibility_other", "it must be given with DECISION_VISIBILITY_OTHER, and only then"
    for ground, names in _OF_A_GROUND.items():
        for name in names:
            if (payload.get("decision_ground") == ground) is not bool(payload.get(name)):
                yield name, f"it must be given with {ground}, and only then"
    if not _PUID.fullmatch(str(payload.get("puid", ""))):
        yield "puid", "it may hold letters, digits, - and _ only"
    yield from _wrong_days(payload)


def _wrong_days(payload: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, earliest in DATES.items():
        value = payload.get(name, "")
        try:
            day = date.fromisoformat(value) if _DAY.fullmatch(value) else None
        except ValueError:
            day = None
        if day is None or not earliest <= day <= LAST_DAY:
            yield name, f"it must be a day from {earliest} to {LAST_DAY}"
