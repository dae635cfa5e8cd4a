"""Carol's decision stands only when every ground is resolved and the outcome is allowed."""

from collections.abc import Sequence
from typing import Any

from policy.deciding import IntendedDecision, criteria_problems, decision_problems, departures, resolved
from policy.facts import Finding
from policy.outcomes import loss
from policy.terms import Criterion, GroundKey, Outcome, Verdict
from tests.policy.cast import policy

MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN
BLACKMAIL, DUPLICATE = GroundKey.BLACKMAIL, GroundKey.DUPLICATE
PERSONAL = GroundKey.PERSONAL_INFORMATION
PROPOSED = [
    Finding(BLACKMAIL, 1, UNKNOWN, 0.0, "An agent must read the chat."),
    Finding(DUPLICATE, 1, MET, 0.9, "It stands on order 7."),
]


def refused(proposed: list[Finding] | None = None, **decision: Any) -> list[str]:
    known = {"outcome": Outcome.REMOVE, "verdicts": {BLACKMAIL: MET}, "reason": "The chat shows the demand."}
    problems = decision_problems(
        IntendedDecision(**(known | decision)), proposed or PROPOSED, policy(), "Call 555-0100 now"
    )
    assert {problem.code.value for problem in problems} <= {"validation_failed"}
    return [problem.pointer for problem in problems]


def test_silence_agrees_with_what_was_proposed() -> None:
    assert refused() == []
    assert [finding.verdict for finding in resolved(PROPOSED, {BLACKMAIL: NOT_MET})] == [NOT_MET, MET]


def test_unknown_must_be_resolved_even_to_keep() -> None:
    assert refused(verdicts={}) == ["/findings/blackmail"]
    assert refused(verdicts={}, outcome=Outcome.KEEP) == ["/findings/blackmail"]


def test_a_departure_needs_its_reason_and_resolving_unknown_is_none() -> None:
    verdicts = {BLACKMAIL: MET, DUPLICATE: NOT_MET}
    assert departures(PROPOSED, verdicts) == (DUPLICATE,)
    assert refused(verdicts=verdicts) == ["/departure_reason"]
    assert refused(verdicts=verdicts, departure_reason="The texts differ in what matters.") == []


def test_nothing_heavier_than_the_met_grounds_allow() -> None:
    nothing_met = {BLACKMAIL: NOT_MET, DUPLICATE: NOT_MET}
    assert refused(verdicts=nothing_met, departure_reason="No.") == ["/outcome"]
    assert refused(verdicts=nothing_met, departure_reason="No.", outcome=Outcome.KEEP) == []
    assert refused(outcome=Outcome.ATTRIBUTE) == ["/outcome"]


def test_a_ground_that_nobody_claimed_is_refused() -> None:
    assert refused(verdicts={BLACKMAIL: MET, PERSONAL: MET}) == ["/findings/personal_information"]


def test_a_decision_needs_a_reason() -> None:
    assert refused(reason=" ") == ["/reason"]


class TestSpans:
    proposed = [Finding(PERSONAL, 1, MET, 0.95, "A number.")]

    def redact(self, *spans: tuple[int, int], outcome: Outcome = Outcome.REDACT) -> list[str]:
        return refused(self.proposed, verdicts={}, outcome=outcome, spans=spans)

    def test_inside_the_text_are_fine(self) -> None:
        assert self.redact((5, 13), (14, 17)) == []

    def test_outside_the_text_are_refused(self) -> None:
        assert self.redact((5, 13), (14, 18)) == ["/spans/1"]
        assert self.redact((-1, 3)) == ["/spans/0"]
        assert self.redact((5, 5)) == ["/spans/0"]

    def test_belong_to_redact_and_to_nothing_else(self) -> None:
        assert self.redact() == ["/spans"]
        assert self.redact((5, 13), outcome=Outcome.REMOVE) == ["/spans"]


class TestCriteria:
    """A strike may be of one criterion or two, where something else is left to count."""

    def strike(self, *criteria: str, rated: Sequence[str] = tuple(Criterion), struck: Sequence[str] = ()) -> list[str]:
        chosen = tuple(Criterion(each) for each in criteria)
        decision = IntendedDecision(Outcome.STRIKE, {BLACKMAIL: MET}, "The chat shows it.", criteria=chosen)
        known = {"rated": [Criterion(each) for each in rated], "struck": [Criterion(each) for each in struck]}
        problems = decision_problems(decision, PROPOSED, policy(), "", **known)
        return [f"{problem.pointer}: {problem.detail}" for problem in problems]

    def test_one_and_two_can_be_struck_on_any_ground_that_allows_a_strike(self) -> None:
        for criterion in Criterion:
            assert self.strike(criterion) == []
        assert self.strike("fulfilment", "communication") == []
        assert self.strike() == []

    def test_all_that_count_would_be_the_whole_review(self) -> None:
        told = ["/criteria: Nothing of the rating would be left to count. Please strike the whole review instead."]
        assert self.strike(*Criterion) == told
        assert self.strike("start_time", "communication", rated=("start_time", "communication")) == told
        assert self.strike("start_time", struck=("fulfilment", "communication")) == told
        assert self.strike("start_time", struck=("fulfilment",)) == []

    def test_what_is_not_rated_or_struck_already_is_refused(self) -> None:
        rated = ("start_time", "communication")
        assert self.strike("fulfilment", rated=rated) == ["/criteria/0: This review does not rate order fulfilment."]
        assert self.strike("start_time", rated=()) == ["/criteria/0: This review does not rate start time."]
        assert self.strike("fulfilment", "start_time", struck=("start_time",)) == [
            "/criteria/1: Another decision has struck start time already."
        ]

    def test_no_other_outcome_is_of_single_criteria(self) -> None:
        for outcome in (Outcome.KEEP, Outcome.REMOVE):
            assert refused(outcome=outcome, criteria=(Criterion.START_TIME,)) == ["/criteria"]
            (problem,) = criteria_problems([Criterion.START_TIME], outcome, rated=tuple(Criterion), struck=())
            assert (problem.pointer, problem.detail) == ("/criteria", "Only strike can be of single criteria.")

    def test_a_ground_that_allows_no_strike_allows_no_part_of_one(self) -> None:
        proposed = [Finding(PERSONAL, 1, MET, 0.95, "A number.")]
        decision = IntendedDecision(Outcome.STRIKE, {}, "It is a number.", criteria=(Criterion.START_TIME,))
        problems = decision_problems(decision, proposed, policy(), "", rated=list(Criterion))
        assert [problem.pointer for problem in problems] == ["/outcome"]

    def test_less_is_milder(self) -> None:
        lighter_first = [
            loss(Outcome.KEEP),
            loss(Outcome.ATTRIBUTE),
            loss(Outcome.STRIKE, ["start_time"]),
            loss(Outcome.STRIKE, ["start_time", "fulfilment"]),
            loss(Outcome.STRIKE),
            loss(Outcome.REMOVE),
        ]
        assert lighter_first == sorted(set(lighter_first))
