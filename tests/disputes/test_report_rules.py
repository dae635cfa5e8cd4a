"""Our own check of a payload agrees with the published rules: what it lets pass the database takes."""

from __future__ import annotations

import pytest

from disputes.reporting.likeness import fingerprint, is_told
from disputes.reporting.rules import problems_of
from tests.disputes.dsa_rules import broken_rules

GOOD = {
    "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
    "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
    "incompatible_content_ground": "Game Goods, published policy, version 1: Unrelated",
    "incompatible_content_explanation": "It speaks of another order.",
    "incompatible_content_illegal": "No",
    "decision_ground_reference_url": "https://game-goods.example/policy/versions/1",
    "content_type": ["CONTENT_TYPE_TEXT"],
    "category": "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
    "territorial_scope": ["DE", "FR"],
    "content_date": "2026-06-15",
    "application_date": "2026-06-18",
    "decision_facts": "The review was published on 15 June 2026.",
    "source_type": "SOURCE_TYPE_OTHER_NOTIFICATION",
    "automated_detection": "No",
    "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
    "puid": "01a205e4-ae9a-7643-af71-e0e082182810",
}
BAD = [
    {"decision_facts": ""},
    {"decision_facts": "x" * 5001},
    {"incompatible_content_explanation": "x" * 2001},
    {"category": "STATEMENT_CATEGORY_UNHEARD_OF"},
    {"territorial_scope": []},
    {"territorial_scope": ["US"]},
    {"territorial_scope": "DE"},
    {"decision_visibility": []},
    {"decision_visibility": ["DECISION_VISIBILITY_OTHER"]},
    {"content_date": "15.06.2026"},
    {"content_date": "2026-02-30"},
    {"application_date": "2019-12-31"},
    {"puid": "has spaces"},
    {"puid": ""},
    {"decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT"},
    {"incompatible_content_ground": ""},
    {"automated_detection": "yes"},
    {"source_type": None},
    {"a_field_of_ours": "1"},
]


class TestOurCheck:
    def test_lets_pass_what_is_right(self):
        assert problems_of(GOOD) == [] == broken_rules(GOOD)

    @pytest.mark.parametrize("wrong", BAD, ids=str)
    def test_finds_what_the_database_would_refuse(self, wrong):
        payload = {**GOOD, **wrong}
        assert problems_of(payload)
        if wrong.get("content_date") != "2026-02-30":  # the other check reads no such day at all
            assert broken_rules(payload)

    @pytest.mark.parametrize(
        "name", [name for name in GOOD if not name.startswith(("incompatible_content_i", "decision_ground_"))]
    )
    def test_misses_no_field_that_must_be_there(self, name):
        payload = {key: value for key, value in GOOD.items() if key != name}
        assert any(each.startswith(f"{name}:") for each in problems_of(payload))


class TestLikeness:
    def test_is_of_what_is_said_alone(self):
        kept = {
            **GOOD,
            "territorial_scope": ["FR", "DE"],
            "content_date": "2026-06-15 00:00:00",
            "decision_visibility_other": None,
            "uuid": "1",
            "decision_facts": f" {GOOD['decision_facts']}\n",
        }
        assert is_told(kept) and fingerprint(kept) == fingerprint(GOOD)

    @pytest.mark.parametrize(
        "other", [{"decision_facts": "Another."}, {"territorial_scope": ["DE"]}, {"category": "X"}]
    )
    def test_sees_what_differs(self, other):
        assert fingerprint({**GOOD, **other}) != fingerprint(GOOD)

    def test_is_not_told_where_the_database_shows_the_puid_alone(self):
        assert not is_told({"puid": GOOD["puid"], "message": "statement of reason found"})
