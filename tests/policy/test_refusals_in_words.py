"""Who is refused reads which field it is about, and one whole sentence with the date, the number and the way on."""

from dataclasses import replace
from typing import Any

import pytest

from policy.document import PolicyDocument
from policy.eligibility import OrderToReview, StandingReview, may_edit, may_post_review, may_withdraw
from policy.filing import Claim, Evidence, FilingFacts, evidence_problems, may_file, missing_evidence
from policy.problems import Problem
from policy.review_content import content_problems
from policy.terms import (
    Criterion,
    OrderStatus,
    ReviewStatus,
)
from tests.policy.cast import BERLIN, at, policy

Told = tuple[str, str, str]


def told(problems: list[Problem]) -> list[Told]:
    return [(problem.code.value, problem.pointer, problem.detail) for problem in problems]


class TestAliceLeavesFeedback:
    order = OrderToReview(OrderStatus.FINISHED, at(2026, 1, 1), already_reviewed=False, timezone=BERLIN)

    def post(self, rules: PolicyDocument | None = None, **changes: Any) -> list[Told]:
        return told(may_post_review(replace(self.order, **changes), rules or policy(), at(2026, 1, 2)))

    def test_a_second_review_of_an_order(self) -> None:
        assert self.post(already_reviewed=True) == [
            (
                "already_reviewed",
                "",
                "This order already has a review. You can edit that one while its time for editing lasts.",
            )
        ]

    def test_an_order_that_is_still_open(self) -> None:
        assert self.post(status=OrderStatus.IN_PROGRESS, closed_at=None) == [
            (
                "not_reviewable",
                "",
                "This order is in progress. Feedback can be left once an order is finished, refunded or canceled.",
            )
        ]

    def test_a_closed_window(self) -> None:
        late = may_post_review(self.order, policy(), at(2026, 4, 2))
        assert told(late) == [
            (
                "window_closed",
                "",
                "Feedback can be left for 90 days after the order closed on 1 January 2026: through 1 April 2026.",
            )
        ]

    def test_a_suspended_right_names_the_local_day_of_its_end(self) -> None:
        until = at(2026, 3, 4, 23, 30)  # already 5 March in Berlin
        assert self.post(suspended_until=until) == [
            (
                "not_allowed_by_policy",
                "",
                "Your right to leave reviews is suspended until 5 March 2026, after demands under threat of feedback. "
                "It comes back by itself. Reviews that you left can still be changed.",
            )
        ]
        assert self.post(suspended_until=at(2026, 1, 2)) == []  # it ends at that very moment
        assert self.post(suspended_until=until, imported=True) == []


class TestAliceChangesHerReview:
    review = StandingReview(ReviewStatus.PUBLISHED, at(2026, 5, 1), BERLIN)

    def test_after_the_time_to_edit_or_to_withdraw(self) -> None:
        assert told(may_edit(self.review, policy("retail"), at(2026, 7, 1))) == [
            (
                "window_closed",
                "",
                "A review can be edited for 30 days after it was published on 1 May 2026: through 31 May 2026.",
            )
        ]
        assert told(may_withdraw(self.review, policy("retail"), at(2026, 7, 1))) == [
            (
                "window_closed",
                "",
                "A review can be withdrawn for 60 days after it was published on 1 May 2026: through 30 June 2026.",
            )
        ]

    def test_until_midnight_on_the_marketplaces_clock(self) -> None:
        before_midnight = at(2026, 6, 30, 21, 59)
        assert may_withdraw(self.review, policy("retail"), before_midnight) == []
        assert may_withdraw(self.review, policy("retail"), at(2026, 6, 30, 22)) != []

    @pytest.mark.parametrize("status", ["struck", "removed", "attributed"])
    def test_one_that_a_decision_was_about(self, status: str) -> None:
        decided = replace(self.review, status=ReviewStatus(status))
        can_no_longer = f"This review is {status} by a decision and can no longer be"
        assert told(may_edit(decided, policy(), at(2026, 5, 2))) == [("conflict", "", f"{can_no_longer} edited.")]
        assert told(may_withdraw(decided, policy(), at(2026, 5, 2))) == [
            ("conflict", "", f"{can_no_longer} withdrawn.")
        ]

    def test_one_that_she_withdrew(self) -> None:
        withdrawn = replace(self.review, status=ReviewStatus.WITHDRAWN)
        final = [("conflict", "", "You withdrew this review, and that is final.")]
        assert told(may_edit(withdrawn, policy(), at(2026, 5, 2))) == final
        assert told(may_withdraw(withdrawn, policy(), at(2026, 5, 2))) == final


class TestWhatAliceTyped:
    good = dict.fromkeys(Criterion, 4)

    def typed(self, comment: str = "Fine.", **stars: object) -> list[Told]:
        given = self.good | {Criterion(name): value for name, value in stars.items()}
        return told(content_problems(given, comment, policy(), ever_started=True))

    def test_stars_and_words_are_refused_together_each_beside_its_field(self) -> None:
        assert self.typed("x" * 2001, fulfilment=6, start_time=None) == [
            ("validation_failed", "/fulfilment", "Stars are whole numbers from 1 to 5."),
            ("validation_failed", "/start_time", "Please choose from 1 to 5 stars."),
            ("validation_failed", "/comment", "A comment can have up to 2000 characters; this one has 2001."),
        ]

    def test_words_that_nobody_can_see(self) -> None:
        unreadable = "The comment holds control characters that cannot be shown; please remove them."
        assert self.typed("a\x00b") == [("validation_failed", "/comment", unreadable)]

    @pytest.mark.parametrize("stars", [1, 2, 3, 4, 5])
    def test_every_number_of_stars_from_one_to_five_is_welcome(self, stars: int) -> None:
        assert self.typed(communication=stars) == []


WHY = "She asked for gold or she would give one star."
BLACKMAIL = Claim("blackmail", WHY)
MESSAGE = Evidence("message", ref="message-1")


class TestBobFilesARequest:
    facts = FilingFacts(ReviewStatus.PUBLISHED, at(2026, 3, 1), BERLIN)

    def file(self, *claims: Claim, evidence: tuple[Evidence, ...] = (MESSAGE,), **changes: Any) -> list[Told]:
        return told(may_file(replace(self.facts, **changes), claims, evidence, policy(), at(2026, 3, 2)))

    def test_while_his_right_is_suspended(self) -> None:
        assert self.file(BLACKMAIL, suspended_until=at(2026, 3, 4, 23, 30)) == [  # already 5 March in Berlin
            (
                "request_right_suspended",
                "",
                "Your right to request removals is suspended until 5 March 2026. It comes back by itself.",
            )
        ]

    def test_about_a_review_that_no_longer_stands_or_is_contested_already(self) -> None:
        assert self.file(BLACKMAIL, review_status=ReviewStatus.REMOVED) == [
            ("conflict", "/review", "This review is already removed; there is nothing left to contest.")
        ]
        assert self.file(BLACKMAIL, has_open_request=True) == [
            (
                "conflict",
                "/review",
                "You already have an open request about this review. You can add to that one or withdraw it.",
            )
        ]

    def test_without_a_ground_or_with_one_twice(self) -> None:
        assert self.file() == [("validation_failed", "/claims", "Please choose at least one ground.")]
        assert self.file(BLACKMAIL, BLACKMAIL) == [
            (
                "validation_failed",
                "/claims/1/ground",
                "This ground is named twice; please put everything about it into one statement.",
            )
        ]

    def test_after_the_last_day_and_on_a_ground_that_is_not_offered(self) -> None:
        rules = policy(removal__grounds={key: policy().removal.grounds[key] for key in ("blackmail", "unrelated")})
        found = may_file(self.facts, [Claim("low_stars", WHY), BLACKMAIL], (MESSAGE,), rules, at(2027, 6, 1))
        assert told(found) == [
            (
                "ground_not_offered",
                "/claims/0/ground",
                "This marketplace does not offer that ground. It offers: Blackmail, Unrelated feedback.",
            ),
            (
                "cutoff_passed",
                "/claims/1/ground",
                "Removal can be requested for 365 days after the review was published on 1 March 2026: "
                "through 1 March 2027. That day has passed.",
            ),
        ]

    def test_one_ground_that_is_not_offered_does_not_hide_what_is_wrong_with_the_next(self) -> None:
        problems = self.file(Claim("low_stars", WHY), Claim("blackmail", "Too short."))
        assert [(code, pointer) for code, pointer, _ in problems] == [
            ("ground_not_offered", "/claims/0/ground"),
            ("validation_failed", "/claims/1/statement"),
        ]
        assert problems[1][2] == ("Please say in at least 20 characters why this ground applies; so far there are 10.")

    def test_each_ground_says_what_must_be_shown_for_it(self) -> None:
        claims = [Claim("low_stars", WHY), BLACKMAIL, Claim("unrelated", WHY)]
        missing = missing_evidence(claims, [], policy())
        assert [each.detail for each in missing] == [
            '"Blackmail" needs a message of the order\'s chat: the messages with the demand.',
            '"Unrelated feedback" needs at least one piece of evidence, of any kind: '
            "why it has nothing to do with the order.",
        ]
        assert self.file(BLACKMAIL, evidence=()) == [("evidence_missing", "/evidence", missing[0].detail)]

    def test_a_ground_that_asks_for_nothing_special_only_names_the_kind(self) -> None:
        rules = policy(
            "retail", removal__grounds__product_review__required_evidence=["file", "order", "review", "text"]
        )
        missing = missing_evidence([Claim("product_review", WHY)], [], rules)
        assert [each.detail for each in missing] == [
            '"Product review" needs a file.',
            '"Product review" needs an order.',
            '"Product review" needs another review.',
            '"Product review" needs an explanation in words.',
        ]

    def test_evidence_that_shows_nothing(self) -> None:
        pieces = [
            Evidence("rumour"),
            Evidence("message"),
            Evidence("file"),
            Evidence("order", text="Order 7."),
            Evidence("review"),
            Evidence("text"),
        ]
        kinds = "There is no such kind of evidence. Choose from: message, file, order, review, text."
        assert told(evidence_problems(pieces)) == [
            ("validation_failed", "/evidence/0/kind", kinds),
            ("validation_failed", "/evidence/1/ref", "Please choose a message of the order's chat to show."),
            ("validation_failed", "/evidence/2/ref", "Please choose a file to show."),
            ("validation_failed", "/evidence/3/ref", "Please choose an order to show."),
            ("validation_failed", "/evidence/4/ref", "Please choose another review to show."),
            ("validation_failed", "/evidence/5/text", "Please write the explanation."),
        ]

    def test_the_type_of_feedback_that_decides_whether_the_partner_answers(self) -> None:
        def typed(kind: str | None) -> list[str]:
            claim = Claim("partner_at_fault", WHY, kind)
            found = may_file(self.facts, [claim], (MESSAGE,), policy("fulfilment_network"), at(2026, 3, 2))
            return [problem.detail for problem in found]

        assert typed(None) == ["Please choose the type of the feedback; it says whether the partner answers for it."]
        (choices,) = typed("bad_luck")
        assert choices.startswith("There is no such type of feedback. Choose from: poor_customer_service, late_or_not")
        assert typed("wrong_item") == []
