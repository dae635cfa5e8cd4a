"""Every rule of the document has its words, its unit and its place in the form, and the form loses nothing."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from policy.document import PRESETS, PolicyDocument, parse_policy, preset
from policy.grounds import GROUNDS
from policy.responsibility import RESPONSIBILITIES
from policy.terms import FeedbackType, GroundKey
from tenants.policy_form import FIELDS, SECTIONS, Kind, difference, document_of, field_at, in_words, typed_of, value_at

SCHEMA = PolicyDocument.model_json_schema()
TABLES = {
    "grounds": list(GroundKey),
    "penalties": [kind for kind in FeedbackType if RESPONSIBILITIES[kind].penalty],
}


def leaves(part: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of everything that can be set, as the published schema of the document has them."""
    for each in part.get("anyOf", []):
        if "$ref" in each:
            yield path
            yield from leaves(each, path)
            return
    if "$ref" in part:
        part = SCHEMA["$defs"][part["$ref"].rsplit("/", 1)[1]]
    if "properties" in part:
        for name, inner in part["properties"].items():
            yield from leaves(inner, (*path, name))
    elif "additionalProperties" in part:
        keys = GROUNDS[GroundKey(path[2])].parameters if path[-1] == "parameters" else TABLES[path[-1]]
        for key in keys:
            yield from leaves(part["additionalProperties"], (*path, str(key)))
    else:
        yield path


def rule(name: str) -> Any:
    return next(field for field in FIELDS if field.name == name)


class TestEveryRule:
    def test_has_one_place_in_the_form(self):
        # The version of the schema is no rule: there is one only.
        expected = sorted(set(leaves(SCHEMA)) - {("schema_version",)})
        assert sorted(field.path for field in FIELDS) == expected

    def test_has_a_label_and_where_it_counts_a_unit(self):
        for field in FIELDS:
            assert field.label, field.name
            if field.kind in (Kind.WHOLE, Kind.NUMBER, Kind.SHARE):
                assert field.unit, field.name
                assert field.low is not None and field.high is not None, field.name
            if field.kind in (Kind.CHOICE, Kind.CHOICES):
                assert field.options, field.name

    def test_is_called_by_one_name_in_its_section(self):
        for section in SECTIONS:
            labels = [field.label for field in section.fields]
            assert len(labels) == len(set(labels)), section.title

    def test_that_may_be_null_says_what_null_means(self):
        for name in ("feedback.leave_within_days", "removal.second_approval.group_size"):
            assert rule(name).null
        assert not rule("removal.cutoff_days").null


class TestTheForm:
    @pytest.mark.parametrize("name", PRESETS)
    def test_opened_and_saved_changes_nothing(self, name):
        document = preset(name)
        saved, wrong = document_of(typed_of(document), document)
        assert not wrong
        assert saved == document

    def test_keeps_the_spelling_and_order_of_what_was_not_changed(self):
        document = preset("game_goods")
        document["feedback"]["target_rate"] = "0.950"
        document["orders"]["compensation_kinds"] = ["item", "service"]
        saved, _ = document_of(typed_of(document), document)
        assert saved["feedback"]["target_rate"] == "0.950"
        assert saved["orders"]["compensation_kinds"] == ["item", "service"]

    def test_leaves_out_what_the_document_does_not_name(self):
        document = preset("game_goods")
        del document["removal"]["grounds"]["obscene_language"]
        document["removal"]["grounds"]["duplicate"]["parameters"] = {}
        saved, wrong = document_of(typed_of(document), document)
        assert (saved, wrong) == (document, [])

    def test_switches_an_unnamed_ground_on_as_is_usual(self):
        document = preset("game_goods")
        del document["removal"]["grounds"]["obscene_language"]
        typed = typed_of(document) | {"removal.grounds.obscene_language.enabled": ["on"]}
        saved, _ = document_of(typed, document)
        assert saved["removal"]["grounds"]["obscene_language"]["outcome"] == "redact"
        assert "obscene_language" in [key.value for key in parse_policy(saved).removal.offered]

    def test_second_approval_is_switched_on_and_off(self):
        off = preset("game_goods")
        on, _ = document_of(typed_of(off) | {"removal.second_approval": ["on"]}, off)
        assert on["removal"]["second_approval"]["rate_impact_points"] == 2
        again, _ = document_of(typed_of(on) | {"removal.second_approval": []}, on)
        assert again["removal"]["second_approval"] is None

    @pytest.mark.parametrize(
        ("name", "text", "value"),
        [
            ("removal.cutoff_days", "1,000", 1000),
            ("removal.cutoff_days", " 30 ", 30),
            ("feedback.target_rate", "97.5", "0.975"),
            ("feedback.target_rate", "97,25", "0.9725"),
            ("removal.grounds.unrelated.parameters.unrelated_up_to", "0", 0),
            ("fulfilment.penalties.wrong_item", "5", 5),
        ],
    )
    def test_reads_numbers_as_people_write_them(self, name, text, value):
        base = preset("fulfilment_network")
        saved, wrong = document_of(typed_of(base) | {name: [text]}, base)
        assert not wrong
        assert value_at(saved, rule(name).path) == value

    def test_an_emptied_penalty_is_none(self):
        base = preset("fulfilment_network")
        saved, wrong = document_of(typed_of(base) | {"fulfilment.penalties.wrong_item": [""]}, base)
        assert not wrong
        assert "wrong_item" not in saved["fulfilment"]["penalties"]


class TestWhatCannotBeRead:
    @pytest.mark.parametrize(
        ("name", "text", "sentence"),
        [
            ("removal.cutoff_days", "soon", "Write a whole number from 1 to 3,650 days."),
            ("removal.cutoff_days", "0", "Write a whole number from 1 to 3,650 days."),
            ("removal.cutoff_days", "1.5", "Write a whole number from 1 to 3,650 days."),
            ("removal.cutoff_days", "", "Write a whole number from 1 to 3,650 days."),
            ("feedback.leave_within_days", "", "Write a whole number from 1 to 3,650 days, or tick “No limit”."),
            ("feedback.target_rate", "100", "Write a share between 0 and 100 %"),
            ("feedback.target_rate", "95.123", "up to two decimals"),
            ("feedback.rate_formula", "magic", "Choose one of these."),
            ("removal.grounds.duplicate.parameters.likeness", "12", "Write a whole number from 50 to 100."),
        ],
    )
    def test_is_answered_beside_its_field(self, name, text, sentence):
        base = preset("retail")
        _, (wrong,) = document_of(typed_of(base) | {name: [text]}, base)
        assert wrong.pointer == rule(name).pointer
        assert sentence in wrong.text

    def test_nothing_chosen_where_one_is_needed(self):
        base = preset("retail")
        _, (wrong,) = document_of(typed_of(base) | {"feedback.reviewable_statuses": []}, base)
        assert wrong.text == "Choose at least one."

    def test_an_impact_of_nothing_would_hold_everything(self):
        base = preset("retail")
        _, (wrong,) = document_of(typed_of(base) | {"removal.second_approval.rate_impact_points": ["0"]}, base)
        assert "more than 0" in wrong.text

    def test_a_tick_takes_away_the_number_that_stood_there(self):
        base = preset("retail")
        saved, wrong = document_of(typed_of(base) | {"feedback.leave_within_days.none": ["on"]}, base)
        assert not wrong
        assert saved["feedback"]["leave_within_days"] is None

    def test_a_tick_beside_a_new_number_is_asked_about(self):
        base = preset("game_goods")
        _, (wrong,) = document_of(typed_of(base) | {"feedback.withdraw_within_days": ["60"]}, base)
        assert "both together cannot be" in wrong.text


class TestInWords:
    def test_numbers_have_their_unit_and_hours_their_days(self):
        assert in_words(rule("removal.cutoff_days"), 365) == "365 days"
        assert in_words(rule("removal.cutoff_days"), 1) == "1 day"
        assert in_words(rule("removal.buyer_reply_hours"), 72) == "72 hours (3 days)"
        assert in_words(rule("removal.buyer_reply_hours"), 30) == "30 hours"
        assert in_words(rule("feedback.target_rate"), "0.95") == "95 %"
        assert in_words(rule("feedback.withdraw_within_days"), None) == "No limit"
        assert in_words(rule("contact.quiet_hours_after_negative"), 0) == "None"

    def test_every_rule_of_every_preset_can_be_said(self):
        for name in PRESETS:
            for field in FIELDS:
                assert in_words(field, value_at(preset(name), field.path)), field.name


class TestDifference:
    def test_is_empty_where_nothing_differs(self):
        assert difference(preset("retail"), preset("retail")) == []

    def test_names_the_rule_before_and_after(self):
        after = preset("game_goods")
        after["removal"]["cutoff_days"] = 90
        (part,) = difference(preset("game_goods"), after)
        assert part.title == "Asking for removal"
        (change,) = part.changes
        assert (change.label, change.before, change.after) == ("Time to ask for removal", "365 days", "90 days")

    def test_says_which_grounds_are_switched(self):
        after = preset("game_goods")
        after["removal"]["grounds"]["blackmail"]["enabled"] = False
        after["removal"]["grounds"]["obscene_language"]["enabled"] = True
        found = {part.title: part.switched for part in difference(preset("game_goods"), after)}
        assert found == {"Blackmail": "off", "Obscene language": "on"}

    def test_every_changed_rule_shows(self):
        base = preset("fulfilment_network")
        for field in FIELDS:
            after = copy.deepcopy(base)
            here = after
            for step in field.path[:-1]:
                here = here.get(step) if isinstance(here, dict) else None
            if not isinstance(here, dict) or field.kind is not Kind.WHOLE or here.get(field.path[-1]) is None:
                continue
            here[field.path[-1]] += 1
            assert difference(base, after), field.name


class TestPlaces:
    def test_a_pointer_leads_to_its_field_or_to_the_one_round_it(self):
        assert field_at("/removal/cutoff_days")[1].name == "removal.cutoff_days"
        assert field_at("/feedback/reviewable_statuses/0")[1].name == "feedback.reviewable_statuses"
        assert field_at("/removal/grounds/blackmail")[0].title == "Blackmail"
        assert field_at("") is None
        assert field_at("/nothing") is None
