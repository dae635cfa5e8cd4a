"""What is wrong with a policy is said in plain words, beside its field, with the name that was meant."""

from typing import Any

import pytest

from policy.document import PolicyInvalid, parse_policy, preset
from policy.terms import EvidenceKind, GroundKey


def refused(path: str, value: Any, name: str = "retail") -> dict[str, str]:
    data = preset(name)
    *steps, last = path.split("/")
    part = data
    for step in steps:
        part = part[step]
    part[last] = value
    with pytest.raises(PolicyInvalid) as caught:
        parse_policy(data)
    return dict(caught.value.problems)


class TestMisspeltNames:
    @pytest.mark.parametrize(
        ("path", "meant"),
        [
            ("apeals", "appeals"),
            ("removal/cutof_days", "cutoff_days"),
            ("removal/second_approval/groupsize", "group_size"),
            ("removal/grounds/blackmail/required_evidense", "required_evidence"),
            ("feedback/Minimum_Ratings", "minimum_ratings"),
        ],
    )
    def test_a_field_is_answered_with_the_one_that_was_meant(self, path: str, meant: str) -> None:
        assert refused(path, 1) == {f"/{path}": f'there is no such field here (did you mean "{meant}"?)'}

    def test_a_name_that_is_like_none_is_only_refused(self) -> None:
        assert refused("removal/xyz", 1) == {"/removal/xyz": "there is no such field here"}

    def test_a_renamed_field_is_told_as_missing_and_as_unknown(self) -> None:
        data = preset("retail")
        data["removal"]["cut_off_days"] = data["removal"].pop("cutoff_days")
        with pytest.raises(PolicyInvalid) as caught:
            parse_policy(data)
        assert dict(caught.value.problems) == {
            "/removal/cutoff_days": "this field is missing",
            "/removal/cut_off_days": 'there is no such field here (did you mean "cutoff_days"?)',
        }

    def test_a_ground_and_a_choice_are_answered_with_all_choices(self) -> None:
        data = preset("retail")["removal"]["grounds"]
        told = refused("removal/grounds", data | {"blakmail": data["blackmail"]})["/removal/grounds/blakmail"]
        assert told.startswith('"blakmail" is none of the choices (did you mean "blackmail"?): blackmail, feedback')
        assert refused("transparency/dsa_tier", "ful") == {
            "/transparency/dsa_tier": '"ful" is none of the choices (did you mean "full"?): none, small, full'
        }

    def test_a_parameter_is_answered_with_those_that_there_are(self) -> None:
        path = "removal/grounds/duplicate/parameters"
        assert refused(path, {"likenes": 62}) == {
            f"/{path}/likenes": "this ground has no such parameter; it has: likeness"
        }
        path = "removal/grounds/product_review/parameters"
        assert refused(path, {"mood": 1})[f"/{path}/mood"].endswith("it has: none")


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("feedback/minimum_ratings", "5", "must be a whole number"),
        ("feedback/minimum_ratings", 0, "must be at least 1"),
        ("feedback/comment_max_length", 10_001, "must be at most 10,000"),
        ("feedback/reviewable_statuses", [], "must name at least one"),
        ("feedback/target_rate", "0.0", "must be more than 0 and less than 1"),
        ("misuse/minimum_share", "95", 'must be a share in quotes with up to four decimals, such as "0.95"'),
        ("misuse/minimum_share", 0.5, "must be a text"),
        ("removal/evidence_required", 1, "must be true or false"),
        ("removal/second_approval/rate_impact_points", "2", "must be a number"),
        ("removal/second_approval/rate_impact_points", 0, "must be more than 0"),
        ("orders/compensation_kinds", 3, "must be a list"),
        ("fulfilment/penalties", 3, "must be a table of names and values"),
        ("appeals", "soon", "must be a section with its own fields"),
    ],
)
def test_values_of_another_kind_or_size(path: str, value: Any, sentence: str) -> None:
    assert refused(path, value) == {f"/{path}": sentence}


class TestWhatCannotWorkTogether:
    def test_a_cutoff_shorter_than_the_reply_time_says_both(self) -> None:
        told = refused("removal/cutoff_days", 1)
        assert list(told) == ["/removal/cutoff_days"]
        assert "(1 day)" in told["/removal/cutoff_days"]
        assert "(72 hours)" in told["/removal/cutoff_days"]

    @pytest.mark.parametrize("ground", [GroundKey.ILLEGAL_CONTENT, GroundKey.PERSONAL_INFORMATION])
    @pytest.mark.parametrize("kind", EvidenceKind)
    def test_who_gives_notice_without_an_account_has_only_words_to_show(
        self, ground: GroundKey, kind: EvidenceKind
    ) -> None:
        path = f"removal/grounds/{ground.value}/required_evidence"
        if kind is EvidenceKind.TEXT:
            data = preset("retail")
            data["removal"]["grounds"][ground.value]["required_evidence"] = [kind.value]
            parse_policy(data)
        else:
            assert kind.value in refused(path, [kind.value])[f"/{path}"]

    def test_a_kind_of_evidence_that_does_not_exist_is_named_by_its_place(self) -> None:
        path = "removal/grounds/blackmail/required_evidence"
        assert 'did you mean "message"' in refused(path, ["file", "mesage"])[f"/{path}/1"]
