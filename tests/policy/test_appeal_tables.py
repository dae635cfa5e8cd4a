"""The two appeal tables, tested whole: every row in every situation."""

from datetime import timedelta
from itertools import product

import pytest

from policy.appeal_rules import (
    MAY_APPEAL,
    MAY_APPEAL_STEP,
    AppealFacts,
    StepAppealFacts,
    goes_against,
    may_appeal,
    may_appeal_step,
    may_decide_step_appeal,
)
from policy.terms import MisuseKind, Outcome, Party, SuspensionStatus
from policy.time_limits import appealing
from tests.policy.cast import BERLIN, at, policy

INFORMED = at(2026, 1, 1)
RULES = policy()
TOO_LATE = appealing(INFORMED, RULES, BERLIN).ends_at
assert TOO_LATE is not None
LAST_MOMENT = TOO_LATE - timedelta(microseconds=1)

AGAINST = {
    Party.AUTHOR: {Outcome.REDACT, Outcome.ATTRIBUTE, Outcome.STRIKE, Outcome.REMOVE},
    Party.REQUESTER: {Outcome.KEEP, Outcome.REDACT},
}
CONTESTED_STEPS = {
    (MisuseKind.CAUTION, SuspensionStatus.ACTIVE),
    (MisuseKind.CAUTION, SuspensionStatus.ENDED),
    (MisuseKind.SUSPENSION, SuspensionStatus.ACTIVE),
}


def test_every_outcome_and_party_has_its_row() -> None:
    assert set(MAY_APPEAL) == set(product(Outcome, Party))
    assert set(MAY_APPEAL_STEP) == set(product(MisuseKind, SuspensionStatus))


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("party", Party)
@pytest.mark.parametrize("held", [False, True])
@pytest.mark.parametrize("superseded", [False, True])
@pytest.mark.parametrize("already", [False, True])
@pytest.mark.parametrize("late", [False, True])
def test_a_decision_is_appealed_by_whom_it_goes_against_once_in_time_while_it_stands(
    outcome: Outcome, party: Party, held: bool, superseded: bool, already: bool, late: bool
) -> None:
    facts = AppealFacts(party, outcome, INFORMED, BERLIN, held, superseded, already)
    problems = may_appeal(facts, RULES, TOO_LATE if late else LAST_MOMENT)
    against = outcome in AGAINST[party]
    assert goes_against(outcome, party) is against
    assert (problems == []) is (against and not (held or superseded or already or late))
    assert [each.code for each in problems] == ["not_appealable"] * len(problems)
    assert len(problems) <= 1
    first = next(
        word
        for word, holds in (
            ("each side can appeal it once", already),
            ("not taken effect", held),
            ("later decision", superseded),
            ("does not go against you", not against),
            ("That day has passed", late),
            ("", True),
        )
        if holds
    )
    assert not problems or first in problems[0].detail


@pytest.mark.parametrize("kind", MisuseKind)
@pytest.mark.parametrize("status", SuspensionStatus)
@pytest.mark.parametrize("already", [False, True])
@pytest.mark.parametrize("late", [False, True])
def test_a_step_against_misuse_is_appealed_once_in_time(
    kind: MisuseKind, status: SuspensionStatus, already: bool, late: bool
) -> None:
    facts = StepAppealFacts(kind, status, INFORMED, BERLIN, already)
    problems = may_appeal_step(facts, RULES, TOO_LATE if late else LAST_MOMENT)
    contested = (kind, status) in CONTESTED_STEPS
    assert (problems == []) is (contested and not already and not late)
    assert [each.code for each in problems] == ["not_appealable"] * len(problems)
    if already:
        assert "once" in problems[0].detail
    elif not contested:
        assert status.value in problems[0].detail
    elif late:
        assert "3 July 2026" in problems[0].detail


def test_another_lead_than_the_confirmer_decides_it() -> None:
    assert may_decide_step_appeal("Laura", confirmed_by="Leo")
    assert not may_decide_step_appeal("Laura", confirmed_by="Laura")
