"""Groundless requests lead to a caution, and only after one to a suspension."""

from datetime import timedelta
from fractions import Fraction

from policy.misuse import DecidedRequest, MisuseHistory, Proposal, propose, suspension_ends_at
from policy.terms import MisuseKind
from tests.policy.cast import at, policy

NOW = at(2026, 6, 1)


def requests(groundless: int, good_faith: int = 0, *, days_ago: int = 5) -> list[DecidedRequest]:
    when = NOW - timedelta(days=days_ago)
    return [DecidedRequest(f"review-{n}", when, True) for n in range(groundless)] + [
        DecidedRequest(f"other-{n}", when, False) for n in range(good_faith)
    ]


def proposed(
    asked: list[DecidedRequest], cautioned_days_ago: int | None = None, **more: bool
) -> Proposal | None:
    cautions = () if cautioned_days_ago is None else (NOW - timedelta(days=cautioned_days_ago),)
    return propose(MisuseHistory(asked, cautions, **more), policy(), NOW)


class TestCaution:
    def test_at_three_groundless_requests(self) -> None:
        assert proposed(requests(2)) is None
        step = proposed(requests(3, good_faith=1))
        assert step and step.kind is MisuseKind.CAUTION
        assert (step.groundless, step.decided, step.share) == (3, 4, Fraction(3, 4))

    def test_at_a_second_one_about_the_same_review(self) -> None:
        step = proposed(requests(1) * 2)
        assert step and step.kind is MisuseKind.CAUTION
        assert "review-0" in step.reasons[0]

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
