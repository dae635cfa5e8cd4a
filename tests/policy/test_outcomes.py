"""What may be done follows from the grounds that are met, and the mildest of it is recommended."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.facts import Finding
from policy.outcomes import (
    allowed_outcomes,
    needs_second_approval,
    recommended,
    rest_can_stand,
    unresolved,
    weight,
)
from policy.terms import GroundKey, Outcome, Verdict
from tests.policy.cast import policy


def found(**verdicts: Verdict) -> list[Finding]:
    return [Finding(GroundKey(key), 1, verdict, 0.9, "Because.") for key, verdict in verdicts.items()]


MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN


class TestAllowed:
    def test_nothing_met_allows_only_keep(self) -> None:
        assert allowed_outcomes([], policy()) == {Outcome.KEEP}

    @pytest.mark.parametrize(
        ("ground", "outcomes"),
        [
            (GroundKey.PRODUCT_REVIEW, "keep redact strike remove"),
            (GroundKey.OBSCENE_LANGUAGE, "keep redact remove"),
            (GroundKey.SHIPPED_ON_TIME, "keep strike"),
            (GroundKey.PARTNER_AT_FAULT, "keep attribute"),
        ],
    )
    def test_each_ground_allows_its_own(self, ground: GroundKey, outcomes: str) -> None:
        assert allowed_outcomes([ground], policy("fulfilment_network")) == set(outcomes.split())

    def test_a_ground_that_is_not_offered_allows_nothing(self) -> None:
        assert allowed_outcomes([GroundKey.BLACKMAIL], policy("retail")) == {Outcome.KEEP}


class TestRecommended:
    def test_is_keep_without_a_met_ground(self) -> None:
        assert recommended(found(blackmail=NOT_MET, unrelated=UNKNOWN), policy()) is Outcome.KEEP

    def test_is_what_the_one_met_ground_recommends(self) -> None:
        assert recommended(found(blackmail=MET, unrelated=UNKNOWN), policy()) is Outcome.REMOVE
        assert recommended(found(shipped_on_time=MET), policy("retail")) is Outcome.STRIKE

    def test_is_removal_where_nothing_would_be_left_after_redacting(self) -> None:
        findings = found(personal_information=MET)
        assert recommended(findings, policy()) is Outcome.REDACT
        assert recommended(findings, policy(), rest_can_stand=False) is Outcome.REMOVE

    @given(st.dictionaries(st.sampled_from(GroundKey), st.sampled_from(Verdict)), st.booleans())
    def test_is_always_allowed_and_the_mildest_that_a_met_ground_recommends(
        self, verdicts: dict[GroundKey, Verdict], stands: bool
    ) -> None:
        rules = policy("fulfilment_network")
        findings = found(**{key.value: verdict for key, verdict in verdicts.items()})
        met = [key for key, verdict in verdicts.items() if verdict is MET and rules.removal.offers(key)]
        outcome = recommended(findings, rules, rest_can_stand=stands)
        assert outcome in allowed_outcomes(met, rules)
        if stands:
            assert all(weight(outcome) <= weight(rules.removal.grounds[key].outcome) for key in met)
        assert (outcome is Outcome.KEEP) == (not met)


def test_unknown_waits_for_the_agent() -> None:
    assert unresolved(found(blackmail=UNKNOWN, duplicate=MET, unrelated=NOT_MET)) == (GroundKey.BLACKMAIL,)


def test_the_rest_stands_when_a_word_is_left() -> None:
    comment = "Call 555-0100!"
    assert rest_can_stand(comment, [(5, 13)])
    assert not rest_can_stand(comment, [(0, 4), (5, 13)])
    assert not rest_can_stand(comment, [(0, 14)])


class TestSecondApproval:
    @staticmethod
    def held(
        outcome: Outcome = Outcome.REMOVE,
        preset: str = "retail",
        before: str | None = "0.90",
        after: str | None = "0.92",
        ratings: int = 20,
        group_size: int = 1,
        **changes: Any,
    ) -> bool:
        return needs_second_approval(
            outcome,
            policy(preset, **{f"removal__second_approval__{name}": value for name, value in changes.items()}),
            rate_before=Fraction(before) if before else None,
            rate_after=Fraction(after) if after else None,
            ratings=ratings,
            group_size=group_size,
        )

    @pytest.mark.parametrize("outcome", [each for each in Outcome if each is not Outcome.KEEP])
    def test_holds_two_points_for_a_seller_with_twenty_ratings_whatever_the_outcome(self, outcome: Outcome) -> None:
        assert self.held(outcome)

    def test_holds_a_fall_as_well_as_a_rise(self) -> None:
        assert self.held(before="0.92", after="0.90")

    def test_lets_smaller_moves_and_smaller_sellers_pass(self) -> None:
        assert not self.held(after="0.9199")
        assert not self.held(ratings=19)

    def test_holds_a_group_of_ten_whatever_its_impact(self) -> None:
        assert self.held(after="0.90", ratings=0, group_size=10)
        assert not self.held(after="0.90", ratings=0, group_size=9)

    def test_holds_a_rate_that_ceases_to_be(self) -> None:
        assert self.held(after=None)
        assert self.held(before=None)
        assert not self.held(before=None, after=None)

    @pytest.mark.parametrize("outcome", Outcome)
    def test_holds_a_listed_outcome_always_and_the_others_by_their_impact(self, outcome: Outcome) -> None:
        assert self.held(outcome, after="0.90", ratings=0, outcomes=[outcome])
        others = [each for each in Outcome if each is not outcome]
        assert not self.held(outcome, after="0.90", ratings=0, outcomes=others)
        assert self.held(outcome, outcomes=others) is (outcome is not Outcome.KEEP)

    def test_never_holds_keep_that_is_not_listed_nor_where_the_policy_wants_none(self) -> None:
        assert not self.held(Outcome.KEEP)
        assert not self.held(Outcome.KEEP, group_size=10)
        assert not self.held(preset="game_goods")
