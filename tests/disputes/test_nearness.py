"""How near two cases are: one formula, from 0 to 1, the same both ways, with its reasons in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disputes.precedents import NEAR, WEIGHTS, Traits, likeness
from disputes.precedents.nearness import kinds_of

RUDE = Traits(
    verdicts={"unrelated": "MET"},
    references=frozenset({"review: insult"}),
    stars=1,
    order_status="finished",
    origin="seller",
    comment="The seller is an idiot and I hate him.",
)
TRAITS = st.builds(
    Traits,
    verdicts=st.dictionaries(st.sampled_from(["unrelated", "blackmail"]), st.sampled_from(["MET", "NOT_MET"])),
    references=st.frozensets(st.sampled_from(["review: insult", "message", "order: started_at"])),
    stars=st.integers(1, 5),
    order_status=st.sampled_from(["finished", "refund"]),
    origin=st.sampled_from(["seller", "notice"]),
    comment=st.text(max_size=60),
)


class TestNearness:
    @given(TRAITS, TRAITS)
    def test_lies_between_nothing_and_one_and_is_the_same_both_ways(self, one, other):
        there, back = likeness(one, other), likeness(other, one)
        assert 0 <= there.nearness <= 1
        assert there.nearness == back.nearness

    @given(TRAITS)
    def test_is_one_for_a_case_in_all_alike(self, one):
        if one.comment.strip() == "" or any(char.isalnum() for char in one.comment):
            assert likeness(one, one).nearness == 1

    def test_weighs_to_one(self):
        assert sum(WEIGHTS.values()) == pytest.approx(1)

    @pytest.mark.parametrize(
        ("name", "change"),
        [
            ("verdicts", {"verdicts": {"unrelated": "NOT_MET"}}),
            ("references", {"references": frozenset({"message"})}),
            ("stars", {"stars": 5}),
            ("order_status", {"order_status": "refund"}),
            ("origin", {"origin": "notice"}),
        ],
    )
    def test_loses_exactly_the_weight_of_what_differs(self, name, change):
        found = likeness(RUDE, replace(RUDE, **change))
        assert found.parts[name] == 0
        assert found.nearness == pytest.approx(1 - WEIGHTS[name])

    def test_takes_one_and_two_stars_as_alike_and_three_as_another_band(self):
        assert likeness(RUDE, replace(RUDE, stars=2)).nearness == 1
        assert likeness(RUDE, replace(RUDE, stars=3)).parts["stars"] == 0

    def test_sees_no_difference_in_case_punctuation_and_order_of_words(self):
        same = replace(RUDE, comment="i HATE him, and the seller is an idiot!")
        assert likeness(RUDE, same).parts["words"] == pytest.approx(1)

    def test_is_far_where_findings_and_words_are_others(self):
        far = replace(RUDE, verdicts={"unrelated": "NOT_MET"}, comment="Arrived two weeks late, box crushed.")
        assert likeness(RUDE, far).nearness < NEAR

    def test_says_why(self):
        other = replace(RUDE, comment="The seller is an idiot, simply an idiot.")
        reasons = likeness(RUDE, other).reasons
        assert reasons[0] == "found met as here"
        assert reasons[1].endswith(" % of the words alike")
        assert "both rest on insult" in reasons
        assert "both 1 star" in reasons

    def test_names_what_findings_rest_on_by_kind_and_note(self):
        rests_on = [{"kind": "review", "note": "phone"}, {"kind": "message"}, {"kind": "order", "note": "started_at"}]
        assert kinds_of({"blackmail": {"references": rests_on}}) == {"review: phone", "message", "order: started at"}
