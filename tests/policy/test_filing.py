"""Bob's request is complete the first time: the checker and the filing give the same answer."""

from datetime import datetime
from typing import Any

import pytest

from policy.document import PolicyDocument
from policy.filing import Claim, Evidence, FilingFacts, may_file, missing_evidence
from policy.terms import GroundKey, ReviewStatus
from tests.policy.cast import BERLIN, at, policy

WHY = "She asked for gold or she would give one star."
MESSAGE = Evidence("message", ref="message-1")
BLACKMAIL = Claim("blackmail", WHY)
NEXT_DAY = at(2026, 3, 2)


def facts(**changes: Any) -> FilingFacts:
    known = {
        "review_status": ReviewStatus.PUBLISHED,
        "first_published_at": at(2026, 3, 1),
        "timezone": BERLIN,
    }
    return FilingFacts(**(known | changes))


def problems(
    *claims: Claim,
    evidence: tuple[Evidence, ...] = (MESSAGE,),
    rules: PolicyDocument | None = None,
    now: datetime = NEXT_DAY,
    **changes: Any,
) -> list[tuple[str, str]]:
    found = may_file(facts(**changes), claims, evidence, rules or policy(), now)
    return [(problem.code.value, problem.pointer) for problem in found]


def test_a_complete_request_may_be_filed() -> None:
    assert problems(BLACKMAIL) == []


class TestCutoff:
    def test_the_last_day_is_in_time_and_the_next_is_not(self) -> None:
        assert problems(BLACKMAIL, now=at(2027, 3, 1, 22, 59)) == []  # 23:59 in Berlin
        assert problems(BLACKMAIL, now=at(2027, 3, 1, 23)) == [("cutoff_passed", "/claims/0/ground")]

    def test_the_refusal_says_the_date_on_which_it_ended(self) -> None:
        (problem,) = may_file(facts(), [BLACKMAIL], [MESSAGE], policy(), at(2027, 6, 1))
        assert "through 1 March 2027" in problem.detail

    def test_personal_information_and_illegal_content_are_exempt(self) -> None:
        claims = [Claim("personal_information", WHY), Claim("illegal_content", WHY), BLACKMAIL]
        assert problems(*claims, now=at(2036, 1, 1)) == [("cutoff_passed", "/claims/2/ground")]


class TestClaims:
    def test_there_must_be_one(self) -> None:
        assert problems() == [("validation_failed", "/claims")]

    @pytest.mark.parametrize("ground", ["shipped_on_time", "low_stars", ""])
    def test_a_ground_that_is_not_offered_is_refused_with_those_that_are(self, ground: str) -> None:
        (problem,) = may_file(facts(), [Claim(ground, WHY)], [MESSAGE], policy(), at(2026, 3, 2))
        assert (problem.code.value, problem.pointer) == ("ground_not_offered", "/claims/0/ground")
        assert "Blackmail" in problem.detail

    def test_a_ground_that_the_policy_does_not_even_name_is_not_offered(self) -> None:
        assert problems(BLACKMAIL, rules=policy(removal__grounds={})) == [("ground_not_offered", "/claims/0/ground")]

    def test_a_statement_needs_20_characters_that_are_not_blank(self) -> None:
        assert problems(Claim("blackmail", "x" * 20)) == []
        assert problems(Claim("blackmail", "x" * 19 + " " * 9)) == [("validation_failed", "/claims/0/statement")]

    def test_the_same_ground_twice_is_refused(self) -> None:
        assert problems(BLACKMAIL, BLACKMAIL) == [("validation_failed", "/claims/1/ground")]

    def test_a_partner_at_fault_needs_the_type_of_the_feedback(self) -> None:
        network = policy("fulfilment_network")
        at_type = ("validation_failed", "/claims/0/feedback_type")
        assert problems(Claim("partner_at_fault", WHY, "wrong_item"), rules=network) == []
        assert problems(Claim("partner_at_fault", WHY), rules=network) == [at_type]
        assert problems(Claim("partner_at_fault", WHY, "bad_luck"), rules=network) == [at_type]


class TestEvidence:
    def test_blackmail_needs_a_message(self) -> None:
        text = Evidence("text", text="She said so.")
        assert problems(BLACKMAIL, evidence=(text,)) == [("evidence_missing", "/evidence")]

    def test_what_is_missing_is_named_for_each_ground(self) -> None:
        claims = [BLACKMAIL, Claim("unrelated", WHY), Claim("personal_information", WHY)]
        missing = missing_evidence(claims, [], policy())
        assert [(each.ground, each.kind) for each in missing] == [
            (GroundKey.BLACKMAIL, "message"),
            (GroundKey.UNRELATED, None),
        ]
        assert "Blackmail" in missing[0].detail

    @pytest.mark.parametrize("piece", [MESSAGE, Evidence("text", text="Look."), Evidence("order", ref="o-1")])
    def test_any_piece_will_do_where_the_policy_names_no_kind(self, piece: Evidence) -> None:
        assert problems(Claim("unrelated", WHY), evidence=(piece,)) == []
        assert problems(Claim("unrelated", WHY), evidence=()) == [("evidence_missing", "/evidence")]

    def test_grounds_that_the_comment_shows_need_none(self) -> None:
        assert problems(Claim("personal_information", WHY), evidence=()) == []

    def test_retail_asks_ground_by_ground_and_so_for_none(self) -> None:
        assert problems(Claim("shipped_on_time", WHY), evidence=(), rules=policy("retail")) == []

    @pytest.mark.parametrize(
        ("piece", "pointer"),
        [
            (Evidence("rumour", ref="x"), "/evidence/1/kind"),
            (Evidence("file"), "/evidence/1/ref"),
            (Evidence("text", text="  "), "/evidence/1/text"),
        ],
    )
    def test_each_piece_must_show_something(self, piece: Evidence, pointer: str) -> None:
        assert problems(BLACKMAIL, evidence=(MESSAGE, piece)) == [("validation_failed", pointer)]


class TestReviewAndRequester:
    @pytest.mark.parametrize("status", [ReviewStatus.REMOVED, ReviewStatus.WITHDRAWN])
    def test_what_no_longer_stands_cannot_be_contested(self, status: ReviewStatus) -> None:
        assert problems(BLACKMAIL, review_status=status) == [("conflict", "/review")]

    def test_one_open_request_at_a_time(self) -> None:
        assert problems(BLACKMAIL, has_open_request=True) == [("conflict", "/review")]

    def test_a_suspension_holds_until_its_end(self) -> None:
        until = at(2026, 3, 5)
        assert problems(BLACKMAIL, suspended_until=until, now=at(2026, 3, 4)) == [("request_right_suspended", "")]
        assert problems(BLACKMAIL, suspended_until=until, now=until) == []
