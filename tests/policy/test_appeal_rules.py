"""The side that a decision goes against may appeal it once, in time, to somebody else."""

from typing import Any

import pytest

from policy.appeal_rules import AppealFacts, lead_may_decide_appeal, may_appeal, may_decide_appeal
from policy.terms import Outcome, Party
from tests.policy.cast import BERLIN, at, policy

SOON = at(2026, 1, 2)


def facts(party: Party, outcome: Outcome, **changes: Any) -> AppealFacts:
    return AppealFacts(party, outcome, informed_at=at(2026, 1, 1), timezone=BERLIN, **changes)


@pytest.mark.parametrize(
    ("outcome", "author", "requester"),
    [
        (Outcome.KEEP, False, True),
        (Outcome.REDACT, True, True),
        (Outcome.ATTRIBUTE, True, False),
        (Outcome.STRIKE, True, False),
        (Outcome.REMOVE, True, False),
    ],
)
def test_who_may_appeal_what(outcome: Outcome, author: bool, requester: bool) -> None:
    assert (may_appeal(facts(Party.AUTHOR, outcome), policy(), SOON) == []) is author
    assert (may_appeal(facts(Party.REQUESTER, outcome), policy(), SOON) == []) is requester


def test_a_strike_of_single_criteria_goes_against_both_sides() -> None:
    for party in Party:
        assert may_appeal(facts(party, Outcome.STRIKE, in_part=True), policy(), SOON) == []


@pytest.mark.parametrize(
    ("change", "word"),
    [({"already_appealed": True}, "once"), ({"held": True}, "effect"), ({"superseded": True}, "later")],
)
def test_what_stands_in_the_way_is_said(change: dict[str, bool], word: str) -> None:
    (problem,) = may_appeal(facts(Party.AUTHOR, Outcome.REMOVE, **change), policy(), SOON)
    assert problem.code == "not_appealable"
    assert word in problem.detail


def test_the_last_day_is_in_time_and_the_next_is_not() -> None:
    removal = facts(Party.AUTHOR, Outcome.REMOVE)
    assert may_appeal(removal, policy(), at(2026, 7, 3, 21, 59)) == []  # 23:59 in Berlin
    (problem,) = may_appeal(removal, policy(), at(2026, 7, 3, 22))
    assert "3 July 2026" in problem.detail


def test_nobody_decides_again_who_decided_before() -> None:
    assert may_decide_appeal("Dave", frozenset({"Carol"}))
    assert not may_decide_appeal("Carol", frozenset({"Carol"}))


@pytest.mark.parametrize(
    ("decided_before", "agents", "may"),
    [
        ({"Carol", "Dave"}, {"Carol", "Dave"}, True),
        ({"Carol", "Dave", "Lena"}, {"Carol"}, True),
        ({"Carol"}, set(), True),
        ({"Carol"}, {"Carol", "Dave"}, False),
        (set(), {"Carol"}, False),
        ({"Carol", "Laura"}, {"Carol"}, False),
    ],
)
def test_a_lead_decides_only_where_no_agent_is_left_who_had_no_part(
    decided_before: set[str], agents: set[str], may: bool
) -> None:
    assert lead_may_decide_appeal("Laura", frozenset(decided_before), frozenset(agents)) is may
