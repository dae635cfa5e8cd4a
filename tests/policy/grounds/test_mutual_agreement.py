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
    ("change", "word"),
    [
        ({"accepted_at": None}, "not accepted"),
        ({"names_withdrawal": False}, "does not name"),
        ({"performed_at": None}, "not performed"),
        ({"performed_at": at(2026, 5, 20)}, "after the agreed time"),
        ({"withdraw_by": at(2026, 6, 1, 12, 1)}, "until 01 June 2026"),
    ],
)
def test_what_is_lacking_is_said(change: dict[str, Any], word: str) -> None:
    finding = found(settlement(**change))
    assert finding.verdict is Verdict.NOT_MET
    assert word in finding.explanation


def test_one_good_settlement_among_several_is_enough() -> None:
    assert found(settlement(accepted_at=None), settlement(settlement_id="s-2")).verdict is Verdict.MET
