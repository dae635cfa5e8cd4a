"""On the very border, and in the cases where two roads give nearly the same, a rule does what its sentence says."""

from datetime import timedelta
from fractions import Fraction

import pytest

from policy.filing import needs_any_evidence
from policy.grounds import GROUNDS, NEVER_GROUNDS
from policy.lifecycle import URGENT_GROUNDS, first_status_after_filing
from policy.misuse import DecidedCase, MisuseHistory, caution_in_force, propose
from policy.outcomes import OFF_THE_RATE, needs_second_approval
from policy.rate import Counts, likely_between, shown_percent, sure
from policy.sentiment import NothingRated, sentiment
from policy.terms import GroundKey, MisuseKind, MisuseSubject, Outcome, RateFormula, RequestStatus
from tests.policy.cast import at, policy

NOW = at(2026, 6, 1)
SPAN = timedelta(days=90)
INSTANT = timedelta(microseconds=1)


class TestRate:
    def test_windows_add_up_kind_by_kind(self) -> None:
        assert Counts(1, 2, 3) + Counts(10, 20, 30) == Counts(11, 22, 33)

    def test_a_rate_that_has_reached_its_target_is_rounded_like_any_other(self) -> None:
        target = Fraction("0.9495")
        assert shown_percent(target, target) == "95.0"
        assert shown_percent(Fraction("0.94949"), target) == "94.9"

    def test_likely_between_goes_up_to_one_and_never_over(self) -> None:
        ends = likely_between(Counts(10), RateFormula.POSITIVE_SHARE)
        assert ends is not None and str(ends[1]) == "1.0000"

    def test_likely_between_leaves_neutral_reviews_out_where_the_rate_does(self) -> None:
        share, of_all = RateFormula.POSITIVE_SHARE, RateFormula.POSITIVE_OF_ALL
        assert likely_between(Counts(81, 50, 182), share) == likely_between(Counts(81, 0, 182), share)
        assert likely_between(Counts(81, 50, 182), of_all) == likely_between(Counts(81, 0, 232), share)

    def test_neutral_reviews_make_nobody_sure_where_they_do_not_count(self) -> None:
        assert not sure(Counts(72, 500, 0), RateFormula.POSITIVE_SHARE, Fraction("0.95"))
        assert sure(Counts(73, 500, 0), RateFormula.POSITIVE_SHARE, Fraction("0.95"))

    def test_a_review_without_any_criterion_says_what_it_needs(self) -> None:
        with pytest.raises(NothingRated, match="needs at least one criterion"):
            sentiment({})


class TestMisuseSpan:
    def step(self, *, decided=NOW, cautioned=(), times: int = 5) -> MisuseKind | None:  # type: ignore[no-untyped-def]
        cases = [DecidedCase(f"review-{n}", decided, counts=True) for n in range(times)]
        found = propose(MisuseHistory(cases, cautioned), policy(), NOW, subject=MisuseSubject.SELLER)
        return found.kind if found else None

    def test_begins_one_instant_after_90_days_ago_and_ends_now(self) -> None:
        assert self.step(decided=NOW) is MisuseKind.CAUTION
        assert self.step(decided=NOW + INSTANT) is None
        assert self.step(decided=NOW - SPAN + INSTANT) is MisuseKind.CAUTION
        assert self.step(decided=NOW - SPAN) is None

    def test_of_a_caution_is_the_same(self) -> None:
        assert self.step(cautioned=(NOW - SPAN + INSTANT,)) is MisuseKind.SUSPENSION
        assert self.step(cautioned=(NOW - SPAN,)) is MisuseKind.CAUTION
        assert self.step(decided=NOW - INSTANT, cautioned=(NOW,)) is None  # no case came after it
        assert caution_in_force([NOW], policy(), NOW)
        assert not caution_in_force([NOW - SPAN], policy(), NOW)


def test_a_case_of_urgent_grounds_alone_goes_to_review_however_many_they_are() -> None:
    assert first_status_after_filing(URGENT_GROUNDS) is RequestStatus.IN_REVIEW


def test_a_single_decision_is_no_group() -> None:
    held = policy("retail", removal__second_approval__group_size=2)
    rates = {"rate_before": Fraction(1, 2), "rate_after": Fraction(1, 2), "ratings": 100}
    assert not needs_second_approval(Outcome.REMOVE, held, **rates)
    assert needs_second_approval(Outcome.REMOVE, held, **rates, group_size=2)


def test_whatever_is_removed_struck_or_attributed_leaves_the_sellers_rate() -> None:
    assert {outcome for outcome in Outcome if outcome in OFF_THE_RATE} == {"remove", "strike", "attribute"}


def test_what_no_policy_can_make_a_ground() -> None:
    assert NEVER_GROUNDS == (
        "Low stars.",
        "A wish to get an answer.",
        "A problem that has been resolved since.",
        "An opinion that seems unwarranted but is genuine.",
    )


def test_grounds_that_the_comment_itself_shows_need_no_evidence_and_all_others_do() -> None:
    rules = policy("game_goods")
    named_none = {key: {"required_evidence": []} for key in GroundKey}
    data = rules.model_dump()
    for key, change in named_none.items():
        data["removal"]["grounds"][key].update(change)
    removal = type(rules).model_validate(data).removal
    assert {key for key in GroundKey if not needs_any_evidence(key, removal)} == {
        "obscene_language",
        "personal_information",
        "product_review",
        "illegal_content",
    }


def test_grounds_that_are_about_the_comment_never_hold_for_stars_alone() -> None:
    assert {key for key, ground in GROUNDS.items() if not ground.about_comment} == {
        "blackmail",
        "feedback_bombing",
        "mutual_agreement",
        "partner_at_fault",
    }
