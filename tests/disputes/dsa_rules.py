"""The rules of the EU's DSA Transparency Database for one statement of reasons (API version 2), as a pure check.

Written from https://transparency.dsa.ec.europa.eu/page/api-documentation, and from the rules of the published source
of that site (digital-services-act/transparency-database).
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

VISIBILITIES = {
    f"DECISION_VISIBILITY_{name}"
    for name in (
        "CONTENT_REMOVED",
        "CONTENT_DISABLED",
        "CONTENT_DEMOTED",
        "CONTENT_AGE_RESTRICTED",
        "CONTENT_INTERACTION_RESTRICTED",
        "CONTENT_LABELLED",
        "OTHER",
    )
}
CATEGORIES = {
    f"STATEMENT_CATEGORY_{name}"
    for name in (
        "ANIMAL_WELFARE",
        "CONSUMER_INFORMATION",
        "CYBER_VIOLENCE",
        "CYBER_VIOLENCE_AGAINST_WOMEN",
        "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
        "ILLEGAL_OR_HARMFUL_SPEECH",
        "INTELLECTUAL_PROPERTY_INFRINGEMENTS",
        "NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS",
        "NOT_SPECIFIED_NOTICE",
        "OTHER_VIOLATION_TC",
        "PROTECTION_OF_MINORS",
        "RISK_FOR_PUBLIC_SECURITY",
        "SCAMS_AND_FRAUD",
        "SELF_HARM",
        "UNSAFE_AND_PROHIBITED_PRODUCTS",
        "VIOLENCE",
    )
}
KEYWORDS = {"KEYWORD_INAUTHENTIC_USER_REVIEWS", "KEYWORD_OTHER"}
COUNTRIES = set(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()  # noqa: SIM905
)
ONE_OF = {
    "decision_ground": {"DECISION_GROUND_ILLEGAL_CONTENT", "DECISION_GROUND_INCOMPATIBLE_CONTENT"},
    "incompatible_content_illegal": {"Yes", "No"},
    "category": CATEGORIES,
    "source_type": {
        "SOURCE_ARTICLE_16",
        "SOURCE_TRUSTED_FLAGGER",
        "SOURCE_TYPE_OTHER_NOTIFICATION",
        "SOURCE_VOLUNTARY",
    },
    "automated_detection": {"Yes", "No"},
    "automated_decision": {
        "AUTOMATED_DECISION_FULLY",
        "AUTOMATED_DECISION_PARTIALLY",
        "AUTOMATED_DECISION_NOT_AUTOMATED",
    },
}
SOME_OF = {
    "decision_visibility": VISIBILITIES,
    "content_type": {
        f"CONTENT_TYPE_{name}"
        for name in ("APP", "AUDIO", "IMAGE", "OTHER", "PRODUCT", "SYNTHETIC_MEDIA", "TEXT", "VIDEO")
    },
    "category_addition": CATEGORIES,
    "category_specification": KEYWORDS,
    "territorial_scope": COUNTRIES,
}
LENGTHS = {
    "decision_visibility_other": 500,
    "illegal_content_legal_ground": 500,
    "illegal_content_explanation": 2000,
    "incompatible_content_ground": 500,
    "incompatible_content_explanation": 2000,
    "decision_facts": 5000,
    "source_identity": 500,
    "puid": 500,
    "content_type_other": 500,
    "decision_ground_reference_url": 500,
}
DATES = {"content_date": date(2000, 1, 1), "application_date": date(2020, 1, 1)}
REQUIRED = {
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
}
DECISIONS = ("decision_visibility", "decision_monetary", "decision_provision", "decision_account")
BY_GROUND = {
    "DECISION_GROUND_ILLEGAL_CONTENT": ("illegal_content_legal_ground", "illegal_content_explanation"),
    "DECISION_GROUND_INCOMPATIBLE_CONTENT": ("incompatible_content_ground", "incompatible_content_explanation"),
}
KNOWN = {*ONE_OF, *SOME_OF, *LENGTHS, *DATES, *DECISIONS, "end_date_visibility_restriction", "content_language"}


def broken_rules(payload: dict[str, Any]) -> list[str]:
    """One sentence for each rule that the payload breaks."""
    broken = [f"{name} is unknown" for name in payload if name not in KNOWN]
    broken += [f"{name} is missing" for name in sorted(REQUIRED) if not payload.get(name)]
    if not any(payload.get(name) for name in DECISIONS):
        broken.append("there is no decision of any kind")
    for name, allowed in ONE_OF.items():
        if name in payload and payload[name] not in allowed:
            broken.append(f"{name} is {payload[name]!r}")
    for name, allowed in SOME_OF.items():
        values = payload.get(name)
        if values is not None and (not isinstance(values, list) or not values or not set(values) <= allowed):
            broken.append(f"{name} is {values!r}")
    for name, longest in LENGTHS.items():
        value = payload.get(name)
        if value is not None and not (isinstance(value, str) and 0 < len(value) <= longest):
            broken.append(f"{name} is no text of 1 to {longest} characters")
    if "DECISION_VISIBILITY_OTHER" in payload.get("decision_visibility", ()) and not payload.get(
        "decision_visibility_other"
    ):
        broken.append("decision_visibility_other is missing")
    for ground, names in BY_GROUND.items():
        chosen = payload.get("decision_ground") == ground
        broken += [f"{name} does not fit {ground}" for name in names if bool(payload.get(name)) is not chosen]
    if payload.get("source_type") == "SOURCE_VOLUNTARY" and payload.get("source_identity"):
        broken.append("source_identity does not fit an own initiative")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", payload.get("puid", "")):
        broken.append("puid holds other characters")
    return broken + _broken_dates(payload)


def _broken_dates(payload: dict[str, Any]) -> list[str]:
    broken = []
    for name, earliest in DATES.items():
        value = payload.get(name, "")
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value) or date.fromisoformat(value) < earliest:
            broken.append(f"{name} is {value!r}")
    end = payload.get("end_date_visibility_restriction")
    if end is not None and end < payload.get("application_date", ""):
        broken.append("it ends before it begins")
    return broken
