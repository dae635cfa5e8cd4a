"""Carol reads why her decision cannot stand: the field, the ground by its name, and what is allowed instead."""

from dataclasses import replace
from typing import Any

from policy.deciding import IntendedDecision, decision_problems, resolved
from policy.facts import Finding, Reference
from policy.terms import EvidenceKind, GroundKey, Outcome, Verdict
from tests.policy.cast import policy

Told = tuple[str, str, str]


class TestCarolDecides:
    personal = Finding(GroundKey.PERSONAL_INFORMATION, 1, Verdict.MET, 0.95, "A number.")
    demand = Finding(
        GroundKey.BLACKMAIL,
        3,
        Verdict.UNKNOWN,
        0.0,
        "An agent must read the chat.",
        (Reference(EvidenceKind.MESSAGE, "message-1"),),
    )
    duplicate = Finding(GroundKey.DUPLICATE, 1, Verdict.MET, 0.9, "It stands on order 7.")

    def decide(self, *proposed: Finding, outcome: Outcome = Outcome.KEEP, **decision: Any) -> list[Told]:
        known: dict[str, Any] = {"outcome": outcome, "verdicts": {}, "reason": "The chat shows the demand."}
        intended = IntendedDecision(**(known | decision))
        found = decision_problems(intended, proposed, policy(), "Call 555-0100 now")
        return [(problem.code.value, problem.pointer, problem.detail) for problem in found]

    def test_what_is_still_unknown_and_what_nobody_claimed(self) -> None:
        assert self.decide(self.demand, verdicts={GroundKey.DUPLICATE: Verdict.NOT_MET}) == [
            ("validation_failed", "/findings/duplicate", '"Duplicate feedback" is no ground of this case.'),
            (
                "validation_failed",
                "/findings/blackmail",
                'Please find whether "Blackmail" is met; it is still unknown.',
            ),
        ]

    def test_seeing_things_differently_without_a_word(self) -> None:
        otherwise = {GroundKey.DUPLICATE: Verdict.NOT_MET, GroundKey.PERSONAL_INFORMATION: Verdict.NOT_MET}
        assert self.decide(self.duplicate, self.personal, verdicts=otherwise, reason=" ") == [
            (
                "validation_failed",
                "/departure_reason",
                'Please say why you see "Duplicate feedback", "Personal information" differently.',
            ),
            ("validation_failed", "/reason", "Please give the reason that both sides will read."),
        ]

    def test_an_outcome_that_is_too_heavy_names_those_that_are_not_from_mild_to_heavy(self) -> None:
        assert self.decide(self.duplicate, outcome=Outcome.ATTRIBUTE) == [
            (
                "validation_failed",
                "/outcome",
                "The grounds that are met do not allow attribute. They allow: keep, redact, strike, remove.",
            )
        ]

    def test_words_to_hide_that_are_missing_needless_or_outside_the_comment(self) -> None:
        redact = {"outcome": Outcome.REDACT}
        outside = "This span is outside the comment, which has 17 characters."
        assert self.decide(self.personal, **redact) == [
            ("validation_failed", "/spans", "Please mark the words to hide.")
        ]
        assert self.decide(self.personal, **redact, spans=((0, 4), (14, 18))) == [
            ("validation_failed", "/spans/1", outside)
        ]
        assert self.decide(self.personal, spans=((0, 4),)) == [
            ("validation_failed", "/spans", "Only redact hides words.")
        ]

    def test_her_verdict_replaces_the_proposed_one_and_nothing_else_of_the_finding(self) -> None:
        (finding,) = resolved([self.demand], {GroundKey.BLACKMAIL: Verdict.MET})
        assert finding == replace(self.demand, verdict=Verdict.MET, confidence=1.0)
