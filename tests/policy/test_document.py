"""A policy is wholly right and frozen, or refused with the place and reason of all that is wrong."""

import json
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from policy.document import PRESETS, PolicyInvalid, parse_policy, preset
from policy.grounds import GROUNDS
from policy.terms import EvidenceKind, GroundKey, RateFormula


def refused(data: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(PolicyInvalid) as caught:
        parse_policy(data)
    return dict(caught.value.problems)


def changed(name: str, path: str, value: Any) -> dict[str, Any]:
    data = preset(name)
    *steps, last = path.split("/")
    part = data
    for step in steps:
        part = part[step]
    part[last] = value
    return data


class TestPresets:
    @pytest.mark.parametrize("name", PRESETS)
    def test_every_preset_is_a_valid_policy(self, name: str) -> None:
        assert parse_policy(preset(name)).schema_version == 1

    @pytest.mark.parametrize("name", PRESETS)
    def test_reading_what_was_written_gives_the_same_policy(self, name: str) -> None:
        policy = parse_policy(preset(name))
        assert parse_policy(json.loads(policy.model_dump_json())) == policy

    @pytest.mark.parametrize("name", PRESETS)
    def test_every_preset_has_all_thirteen_grounds_with_their_own_outcome(self, name: str) -> None:
        grounds = parse_policy(preset(name)).removal.grounds
        assert {key: ground.outcome for key, ground in grounds.items()} == {
            key: ground.outcome for key, ground in GROUNDS.items()
        }

    @pytest.mark.parametrize(
        ("name", "formula", "cutoff", "withdraw"),
        [
            ("game_goods", RateFormula.POSITIVE_SHARE, 365, None),
            ("game_services", RateFormula.POSITIVE_SHARE, 365, None),
            ("retail", RateFormula.POSITIVE_OF_ALL, 90, 60),
            ("fulfilment_network", RateFormula.POSITIVE_OF_ALL, 90, 60),
        ],
    )
    def test_numbers_of_the_sources(self, name: str, formula: RateFormula, cutoff: int, withdraw: int | None) -> None:
        policy = parse_policy(preset(name))
        assert policy.feedback.rate_formula is formula
        assert policy.removal.cutoff_days == cutoff
        assert policy.feedback.withdraw_within_days == withdraw
        assert policy.feedback.target == Fraction(19, 20)

    @pytest.mark.parametrize("name", PRESETS)
    def test_personal_information_and_illegal_content_are_always_offered(self, name: str) -> None:
        offered = parse_policy(preset(name)).removal.offered
        assert {GroundKey.PERSONAL_INFORMATION, GroundKey.ILLEGAL_CONTENT} <= set(offered)

    def test_only_retail_wants_a_second_approval(self) -> None:
        held = {name: parse_policy(preset(name)).removal.second_approval for name in PRESETS}
        assert [name for name, approval in held.items() if approval] == ["retail"]
        assert held["retail"] and held["retail"].impact == Fraction(2, 100)
        assert held["retail"].outcomes == ()

    def test_an_unknown_preset_is_named_with_the_choices(self) -> None:
        with pytest.raises(KeyError, match="game_goods"):
            preset("../secret")


class TestFrozen:
    def test_no_field_can_be_changed(self) -> None:
        policy = parse_policy(preset("retail"))
        with pytest.raises(ValidationError):
            policy.removal.cutoff_days = 1  # type: ignore[misc]

    def test_no_ground_can_be_exchanged(self) -> None:
        policy = parse_policy(preset("retail"))
        with pytest.raises(TypeError):
            policy.removal.grounds[GroundKey.BLACKMAIL] = None  # type: ignore[index]


class TestRefusals:
    @pytest.mark.parametrize(
        "path",
        ["surprise", "feedback/surprise", "removal/grounds/blackmail/surprise", "removal/surprise"],
    )
    def test_unknown_keys(self, path: str) -> None:
        assert f"/{path}" in refused(changed("retail", path, 1))

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            ("feedback/minimum_ratings", "5"),
            ("feedback/minimum_ratings", True),
            ("feedback/minimum_ratings", 0),
            ("feedback/leave_within_days", 0),
            ("feedback/target_rate", 0.95),
            ("feedback/target_rate", "1.0"),
            ("feedback/target_rate", "0.0"),
            ("feedback/target_rate", "95"),
            ("feedback/comment_max_length", 10_001),
            ("feedback/reviewable_statuses", []),
            ("feedback/reviewable_statuses", ["in_progress"]),
            ("feedback/reviewable_statuses", ["refund", "refund"]),
            ("removal/cutoff_days", -1),
            ("removal/evidence_required", 1),
            ("removal/second_approval/rate_impact_points", True),
            ("removal/second_approval/rate_impact_points", float("nan")),
            ("misuse/minimum_share", "1"),
            ("transparency/dsa_tier", "huge"),
            ("schema_version", 2),
            ("schema_version", True),
        ],
    )
    def test_values_out_of_range_or_of_another_type(self, path: str, value: Any) -> None:
        assert list(refused(changed("retail", path, value))) == [f"/{path}"]

    def test_a_missing_part_is_named(self) -> None:
        data = preset("retail")
        del data["appeals"]["window_days"]
        assert refused(data) == {"/appeals/window_days": "this field is missing"}

    def test_all_that_is_wrong_is_told_at_once(self) -> None:
        data = changed("retail", "removal/cutoff_days", 0)
        data["appeals"]["window_days"] = 0
        assert set(refused(data)) == {"/removal/cutoff_days", "/appeals/window_days"}


class TestImpossibleCombinations:
    def test_a_cutoff_shorter_than_the_time_to_reply(self) -> None:
        data = changed("retail", "removal/cutoff_days", 2)
        assert "72 hours" in refused(data)["/removal/cutoff_days"]
        parse_policy(changed("retail", "removal/cutoff_days", 3))

    def test_a_suspension_without_a_caution_before_it(self) -> None:
        assert "/misuse/groundless_to_suspend" in refused(changed("retail", "misuse/groundless_to_suspend", 3))

    def test_a_mutual_agreement_where_settlements_are_not_allowed(self) -> None:
        path = "removal/grounds/mutual_agreement/enabled"
        assert f"/{path}" in refused(changed("retail", path, True))

    def test_a_partner_at_fault_where_there_are_no_partners(self) -> None:
        path = "removal/grounds/partner_at_fault/enabled"
        assert f"/{path}" in refused(changed("retail", path, True))

    def test_a_penalty_that_no_partner_can_earn(self) -> None:
        data = changed("fulfilment_network", "fulfilment/penalties", {"mistake": 5})
        assert "/fulfilment/penalties/mistake" in refused(data)

    def test_a_document_that_nobody_can_give(self) -> None:
        path = "removal/grounds/illegal_content/required_evidence"
        assert f"/{path}" in refused(changed("retail", path, [EvidenceKind.MESSAGE]))

    def test_appeals_shorter_than_the_law_allows(self) -> None:
        assert "/appeals/window_days" in refused(changed("retail", "appeals/window_days", 182))

    @pytest.mark.parametrize(
        ("ground", "outcomes"),
        [
            ("shipped_on_time", ["strike", "remove"]),
            ("partner_at_fault", ["attribute", "strike"]),
            ("obscene_language", ["redact", "strike"]),
            ("blackmail", ["remove", "attribute"]),
            ("blackmail", ["redact"]),
        ],
    )
    def test_outcomes_heavier_or_other_than_the_ground_can_bear(self, ground: str, outcomes: list[str]) -> None:
        path = f"removal/grounds/{ground}/outcomes"
        assert f"/{path}" in refused(changed("fulfilment_network", path, outcomes))

    @pytest.mark.parametrize("parameters", [{"likeness": 49}, {"likeness": 101}, {"mood": 1}])
    def test_parameters_that_the_ground_does_not_have(self, parameters: dict[str, int]) -> None:
        path = "removal/grounds/duplicate/parameters"
        (name,) = parameters
        assert f"/{path}/{name}" in refused(changed("game_goods", path, parameters))
