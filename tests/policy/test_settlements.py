"""A settlement is proposed, accepted and performed in time; what time alone brings is said by one function."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from policy.lifecycle import SETTLEMENT
from policy.settlements import (
    Terms,
    due_status,
    may_accept,
    may_decline,
    may_perform,
    may_propose,
    may_withdraw,
)
from policy.terms import OrderStatus, SettlementStatus
from tests.policy.cast import BERLIN, at, policy

NOW = at(2026, 6, 1)
INSTANT = timedelta(microseconds=1)
PERFORM_BY, WITHDRAW_BY = at(2026, 6, 8), at(2026, 6, 15)
S = SettlementStatus


def refused(preset: str = "game_goods", review_stands: bool = True, **changes: Any) -> dict[str, str]:
    known: dict[str, Any] = {
        "terms": "Bob sends a new sword; Alice withdraws her feedback.",
        "perform_by": PERFORM_BY,
        "withdraw_by": WITHDRAW_BY,
    }
    problems = may_propose(
        policy(preset),
        Terms(**(known | changes)),
        NOW,
        review_stands=review_stands,
        order_status=OrderStatus.FINISHED,
    )
    return {f"{each.code.value} {each.pointer}".strip(): each.detail for each in problems}


class TestProposing:
    def test_is_possible_where_the_policy_allows_it(self) -> None:
        assert refused() == {}

    @pytest.mark.parametrize("preset", ["retail", "fulfilment_network"])
    def test_is_refused_whole_where_the_policy_forbids_it(self, preset: str) -> None:
        assert refused(preset, terms="") == {
            "not_allowed_by_policy": "Settlements about feedback are not possible in this marketplace."
        }

    @pytest.mark.parametrize(
        ("terms", "told"),
        [
            ("", "Please write what each side agrees to do."),
            (" \n", "Please write what each side agrees to do."),
            ("x" * 4001, "The terms can have up to 4,000 characters; these have 4,001."),
        ],
    )
    def test_needs_terms_of_a_length_that_can_be_read(self, terms: str, told: str) -> None:
        assert refused(terms=terms) == {"validation_failed /terms": told}
        assert refused(terms="x" * 4000) == {}

    def test_needs_a_time_to_perform_after_now(self) -> None:
        assert list(refused(perform_by=NOW)) == ["validation_failed /perform_by"]
        assert refused(perform_by=NOW + INSTANT) == {}
        assert list(refused(perform_by=None)) == ["validation_failed /perform_by"]

    def test_needs_a_time_to_withdraw_after_that(self) -> None:
        assert list(refused(withdraw_by=PERFORM_BY)) == ["validation_failed /withdraw_by"]
        assert refused(withdraw_by=PERFORM_BY + INSTANT) == {}
        assert list(refused(withdraw_by=None)) == ["validation_failed /withdraw_by"]

    def test_tells_all_that_is_wrong_at_once(self) -> None:
        assert len(refused(terms="", perform_by=None, withdraw_by=None, review_stands=False)) == 4

    def test_needs_feedback_that_stands(self) -> None:
        assert "finished" in refused(review_stands=False)["conflict"]


class TestAnswering:
    def test_is_possible_until_the_time_to_perform_is_over(self) -> None:
        assert may_accept(S.PROPOSED, PERFORM_BY, PERFORM_BY - INSTANT, timezone=BERLIN) == []
        (problem,) = may_accept(S.PROPOSED, PERFORM_BY, PERFORM_BY, timezone=BERLIN)
        assert problem.code == "conflict"
        assert problem.detail == (
            "This settlement was to be performed before 8 June 2026, 14:00 CEST, and that time has passed. "
            "It can no longer be accepted."
        )

    def test_performing_late_is_refused(self) -> None:
        assert may_perform(S.ACCEPTED, PERFORM_BY, PERFORM_BY - INSTANT, timezone=BERLIN) == []
        (problem,) = may_perform(S.ACCEPTED, PERFORM_BY, PERFORM_BY, timezone=BERLIN)
        assert problem.code == "conflict"
        assert "8 June 2026, 14:00 CEST" in problem.detail

    @pytest.mark.parametrize("status", S)
    def test_only_moves_of_the_table_are_possible(self, status: SettlementStatus) -> None:
        asked = {
            S.ACCEPTED: may_accept(status, PERFORM_BY, NOW, timezone=BERLIN),
            S.DECLINED: may_decline(status),
            S.WITHDRAWN: may_withdraw(status),
            S.PERFORMED: may_perform(status, PERFORM_BY, NOW, timezone=BERLIN),
        }
        for new, problems in asked.items():
            assert (problems == []) is (new in SETTLEMENT.next_of(status))
            assert all(each.code == "conflict" and status.value in each.detail for each in problems)


class TestWhatTimeBrings:
    @pytest.mark.parametrize(
        ("status", "withdrawn", "now", "due"),
        [
            (S.PROPOSED, False, PERFORM_BY - INSTANT, None),
            (S.PROPOSED, False, PERFORM_BY, S.EXPIRED),
            (S.PROPOSED, True, PERFORM_BY - INSTANT, None),
            (S.ACCEPTED, False, PERFORM_BY - INSTANT, None),
            (S.ACCEPTED, False, PERFORM_BY, S.FAILED),
            (S.ACCEPTED, True, PERFORM_BY, S.FAILED),
            (S.PERFORMED, True, NOW, S.HONOURED),
            (S.PERFORMED, True, WITHDRAW_BY, S.HONOURED),
            (S.PERFORMED, False, WITHDRAW_BY - INSTANT, None),
            (S.PERFORMED, False, WITHDRAW_BY, S.BREACHED),
        ],
    )
    def test_to_the_instant(
        self, status: SettlementStatus, withdrawn: bool, now: datetime, due: SettlementStatus | None
    ) -> None:
        assert due_status(status, PERFORM_BY, WITHDRAW_BY, withdrawn, now) is due

    @pytest.mark.parametrize("status", S)
    @pytest.mark.parametrize("withdrawn", [True, False])
    def test_is_always_a_move_of_the_table(self, status: SettlementStatus, withdrawn: bool) -> None:
        due = due_status(status, PERFORM_BY, WITHDRAW_BY, withdrawn, at(2027, 1, 1))
        assert due is None or due in SETTLEMENT.next_of(status)
        assert (due is None) == (status not in (S.PROPOSED, S.ACCEPTED, S.PERFORMED))
