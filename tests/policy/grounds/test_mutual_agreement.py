"""A settlement counts when it was accepted, performed in time, and the day for withdrawing passed."""

from typing import Any

import pytest

from policy.facts import Finding, SettlementFacts
from policy.grounds import find
from policy.terms import GroundKey, SettlementStatus, Verdict
from tests.policy.cast import at, contested


def settlement(**changes: Any) -> SettlementFacts:
    known: dict[str, Any] = {
        "settlement_id": "s-1",
        "status": SettlementStatus.PERFORMED,
        "names_withdrawal": True,
        "perform_by": at(2026, 5, 20),
        "withdraw_by": at(2026, 5, 25),
        "accepted_at": at(2026, 5, 12),
        "performed_at": at(2026, 5, 20, 11, 59),
    }
    return SettlementFacts(**(known | changes))


def found(*settlements: SettlementFacts) -> Finding:
    return find(GroundKey.MUTUAL_AGREEMENT, contested(settlements=settlements))  # facts are of 1 June


def test_a_settlement_that_the_buyer_did_not_keep_is_enough() -> None:
    assert found(settlement()).verdict is Verdict.MET


def test_the_deadline_itself_is_too_late_for_the_withdrawal() -> None:
    assert found(settlement(withdraw_by=at(2026, 6, 1))).verdict is Verdict.MET


def test_without_any_settlement_it_is_not_met() -> None:
    assert found().verdict is Verdict.NOT_MET


@pytest.mark.parametrize(
    ("change", "lacking"),
    [
        ({"accepted_at": None}, "was not accepted by the buyer."),
        ({"names_withdrawal": False}, "does not name the withdrawal of the feedback."),
        ({"performed_at": None}, "was accepted, but the seller has not performed it."),
        ({"status": SettlementStatus.HONOURED}, "was kept by both sides."),
        ({"performed_at": at(2026, 5, 20)}, "was performed after the agreed time."),
        ({"withdraw_by": at(2026, 6, 1, 12, 1)}, "leaves the buyer time until 01 June 2026, 12:01 UTC."),
    ],
)
def test_what_is_lacking_is_said_of_the_settlement_by_its_day_or_else_its_number(
    change: dict[str, Any], lacking: str
) -> None:
    of_a_day, of_a_number = found(settlement(**change, proposed_at=at(2026, 5, 11))), found(settlement(**change))
    assert of_a_day.verdict is of_a_number.verdict is Verdict.NOT_MET
    assert of_a_day.explanation == f"The settlement of 11 May 2026 {lacking}"
    assert of_a_number.explanation == f"Settlement s-1 {lacking}"


def test_one_good_settlement_among_several_is_enough() -> None:
    assert found(settlement(accepted_at=None), settlement(settlement_id="s-2")).verdict is Verdict.MET
