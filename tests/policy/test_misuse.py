"""Misuse leads to a caution, and only after one to a suspension; the grave kind sooner than the minor one."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from policy.misuse import (
    DecidedCase,
    MisuseHistory,
    Proposal,
    caution_ends_at,
    caution_in_force,
    groundless,
    may_confirm,
    propose,
    suspension_ends_at,
)
from policy.terms import MisuseGravity, MisuseKind, MisuseSubject, Outcome
from tests.policy.cast import at, policy

NOW = at(2026, 6, 1)


def requests(groundless: int, good_faith: int = 0, *, days_ago: int = 5) -> list[DecidedCase]:
    when = NOW - timedelta(days=days_ago)
    return [DecidedCase(f"review-{n}", when, True) for n in range(groundless)] + [
        DecidedCase(f"other-{n}", when, False) for n in range(good_faith)
    ]


def proposed(
    asked: list[DecidedCase],
    cautioned_days_ago: int | None = None,
    subject: MisuseSubject = MisuseSubject.SELLER,
    **more: Any,
) -> Proposal | None:
    cautions = () if cautioned_days_ago is None else (NOW - timedelta(days=cautioned_days_ago),)
    return propose(MisuseHistory(asked, cautions, **more), policy(), NOW, subject=subject)


class TestCaution:
    def test_at_three_groundless_requests(self) -> None:
        assert proposed(requests(2)) is None
        step = proposed(requests(3, good_faith=1))
        assert step and step.kind is MisuseKind.CAUTION
        assert (step.counted, step.decided, step.share) == (3, 4, Fraction(3, 4))

    def test_at_a_second_one_about_the_same_review(self) -> None:
        step = proposed(requests(1) * 2)
        assert step and step.kind is MisuseKind.CAUTION
        assert step.reasons == ("2 groundless requests about the same review, review-0.",)

    def test_says_how_many_there_were_and_then_which_reviews_were_contested_again(self) -> None:
        step = proposed(requests(2) * 2 + requests(1) + requests(3)[2:])
        assert step and step.reasons == (
            "6 groundless requests in 90 days.",
            "3 groundless requests about the same review, review-0.",
            "2 groundless requests about the same review, review-1.",
        )

    def test_not_for_losses_in_good_faith(self) -> None:
        assert proposed(requests(0, good_faith=50)) is None

    def test_not_for_what_lies_90_days_back(self) -> None:
        assert proposed(requests(3, days_ago=89))
        assert proposed(requests(3, days_ago=90)) is None

    def test_not_twice_in_the_span(self) -> None:
        assert proposed(requests(4), cautioned_days_ago=10) is None


class TestSuspension:
    def test_at_five_after_a_caution(self) -> None:
        step = proposed(requests(5, good_faith=4), cautioned_days_ago=10)
        assert step and step.kind is MisuseKind.SUSPENSION

    def test_never_without_a_caution(self) -> None:
        step = proposed(requests(50))
        assert step and step.kind is MisuseKind.CAUTION

    def test_only_when_more_than_half_were_groundless(self) -> None:
        assert proposed(requests(5, good_faith=5), cautioned_days_ago=10) is None

    def test_only_when_one_came_after_the_caution(self) -> None:
        assert proposed(requests(5), cautioned_days_ago=4) is None

    def test_not_while_another_is_proposed_or_active(self) -> None:
        assert proposed(requests(9), cautioned_days_ago=10, suspension_open=True) is None

    def test_ends_by_itself_after_30_days(self) -> None:
        assert suspension_ends_at(NOW, policy()) == at(2026, 7, 1)


def test_a_proposal_names_the_cases_it_rests_on() -> None:
    when = NOW - timedelta(days=1)
    asked = [DecidedCase("review-1", when, n != 1, case_id=f"case-{n}") for n in range(3)]
    step = proposed(asked)
    assert step and step.cases == ("case-0", "case-2")


class TestWaiting:
    def test_no_second_caution_while_one_waits_for_a_lead(self) -> None:
        assert proposed(requests(4), caution_open=True) is None

    def test_what_a_lead_dismissed_is_not_proposed_again_on_the_same_cases(self) -> None:
        assert proposed(requests(3), dismissed_at=NOW - timedelta(days=5)) is None
        assert proposed(requests(3), dismissed_at=NOW - timedelta(days=6))


class TestBuyers:
    BUYER = MisuseSubject.BUYER

    def test_one_blackmail_calls_for_a_caution(self) -> None:
        step = proposed(requests(1, good_faith=9), subject=self.BUYER)
        assert step and (step.kind, step.gravity) == (MisuseKind.CAUTION, MisuseGravity.GRAVE)
        assert step.reasons == ("1 decision that found blackmail in 90 days.",)

    def test_a_second_one_after_it_for_a_suspension(self) -> None:
        step = proposed(requests(1), cautioned_days_ago=10, subject=self.BUYER)
        assert step and step.kind is MisuseKind.SUSPENSION
        assert step.reasons == (
            "1 decision that found blackmail in 90 days: 100% of the decided cases about this buyer's reviews, "
            "and after a caution on 22 May 2026.",
        )

    def test_not_for_what_the_caution_was_already_for(self) -> None:
        assert proposed(requests(2), cautioned_days_ago=5, subject=self.BUYER) is None

    def test_only_when_more_than_half_of_the_contested_reviews_were_blackmail(self) -> None:
        assert proposed(requests(1, good_faith=1), cautioned_days_ago=10, subject=self.BUYER) is None
        assert proposed(requests(2, good_faith=1), cautioned_days_ago=10, subject=self.BUYER)


class TestNoticeAuthors:
    def test_are_held_to_the_counts_of_sellers(self) -> None:
        author = MisuseSubject.NOTICE_AUTHOR
        assert proposed(requests(2), subject=author) is None
        step = proposed(requests(3), subject=author)
        assert step and (step.subject, step.gravity) == (author, MisuseGravity.MINOR)
        assert step.reasons == ("3 manifestly unfounded notices in 90 days.",)


class TestConfirming:
    def test_a_suspension_without_a_caution_before_it_is_refused(self) -> None:
        (problem,) = may_confirm(MisuseKind.SUSPENSION, had_caution_in_force=False)
        assert problem.code == "conflict"
        assert "caution" in problem.detail
        assert may_confirm(MisuseKind.SUSPENSION, had_caution_in_force=True) == []

    def test_a_caution_needs_none(self) -> None:
        assert may_confirm(MisuseKind.CAUTION, had_caution_in_force=False) == []

    def test_a_caution_is_in_force_for_the_span(self) -> None:
        assert caution_in_force([NOW - timedelta(days=90, seconds=-1)], policy(), NOW)
        assert not caution_in_force([NOW - timedelta(days=90)], policy(), NOW)
        assert not caution_in_force([NOW + timedelta(seconds=1)], policy(), NOW)
        assert not caution_in_force([], policy(), NOW)

    def test_a_caution_ends_when_it_is_no_longer_in_force(self) -> None:
        ends = caution_ends_at(NOW, policy())
        assert ends == at(2026, 8, 30)
        assert caution_in_force([NOW], policy(), ends - timedelta(seconds=1))
        assert not caution_in_force([NOW], policy(), ends)


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("good_faith", [True, False, None])
def test_only_a_loss_that_the_agent_called_not_in_good_faith_is_groundless(
    outcome: Outcome, good_faith: bool | None
) -> None:
    assert groundless(outcome, good_faith) is (outcome is Outcome.KEEP and good_faith is False)
