"""What both sides read when a settlement, a compensation, a message, an appeal or a step against misuse is refused."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from policy.appeal_rules import AppealFacts, StepAppealFacts, may_appeal, may_appeal_step
from policy.compensations import may_give
from policy.contact import ContactFacts, allowance, may_write
from policy.document import PolicyInvalid, parse_policy, preset
from policy.misuse import may_confirm
from policy.problems import Problem
from policy.settlements import Terms, may_accept, may_decline, may_perform, may_propose, may_withdraw
from policy.terms import MisuseKind, OrderStatus, Outcome, Party, SettlementStatus, SuspensionStatus
from tests.policy.cast import BERLIN, at, policy

Told = tuple[str, str, str]
NOW = at(2026, 6, 1)


def told(problems: list[Problem]) -> list[Told]:
    return [(problem.code.value, problem.pointer, problem.detail) for problem in problems]


class TestSettlement:
    def propose(self, perform_by: datetime | None, withdraw_by: datetime | None) -> list[Told]:
        terms = Terms("Bob sends a new sword; Alice withdraws her feedback.", perform_by, withdraw_by)
        found = may_propose(policy(), terms, NOW, review_stands=True, order_status=OrderStatus.FINISHED)
        return told(found)

    def test_without_its_times(self) -> None:
        assert self.propose(None, None) == [
            ("validation_failed", "/perform_by", "Please say by when the seller will have performed."),
            ("validation_failed", "/withdraw_by", "Please say by when the feedback will be withdrawn."),
        ]

    def test_with_times_that_cannot_be_kept(self) -> None:
        assert self.propose(NOW, NOW) == [
            (
                "validation_failed",
                "/perform_by",
                "This time has already passed; please choose a later one, so that the seller can perform.",
            ),
            (
                "validation_failed",
                "/withdraw_by",
                "Please choose a time after the seller has performed, so that the buyer can see it first.",
            ),
        ]

    def test_that_is_over_says_what_can_no_longer_be_done(self) -> None:
        def refused(act: str) -> list[Told]:
            return [("conflict", "", f"This settlement is breached, so it cannot be {act} now.")]

        over, later = SettlementStatus.BREACHED, NOW + timedelta(days=1)
        assert told(may_accept(over, later, NOW, timezone=BERLIN)) == refused("accepted")
        assert told(may_perform(over, later, NOW, timezone=BERLIN)) == refused("performed")
        assert told(may_decline(over)) == refused("declined")
        assert told(may_withdraw(over)) == refused("withdrawn")

    def test_that_is_late_says_what_that_means_for_each_side(self) -> None:
        late = "This settlement was to be performed before 1 June 2026, 14:00 CEST, and that time has passed."
        assert told(may_accept(SettlementStatus.PROPOSED, NOW, NOW, timezone=BERLIN)) == [
            ("conflict", "", f"{late} It can no longer be accepted.")
        ]
        assert told(may_perform(SettlementStatus.ACCEPTED, NOW, NOW, timezone=BERLIN)) == [
            ("conflict", "", f"{late} What is performed later no longer binds the buyer.")
        ]


class TestCompensation:
    def give(self, kind: str = "partial_refund", description: str = "A quarter back.", amount: str | None = "4.50"):  # type: ignore[no-untyped-def]
        return told(may_give(policy(), kind, description, amount))

    def test_must_be_described(self) -> None:
        assert self.give(description="  ") == [
            (
                "validation_failed",
                "/description",
                "Please describe what you give, so that the buyer knows what to expect.",
            )
        ]
        assert self.give(description="x" * 2001) == [
            (
                "validation_failed",
                "/description",
                "The description can have up to 2,000 characters; this has 2,001.",
            )
        ]

    def test_of_money_must_say_how_much(self) -> None:
        assert self.give(amount=None) == [("validation_failed", "/amount", "Please say how much is paid back.")]

    @pytest.mark.parametrize("amount", ["0", "-1", "1.234", "much", "NaN", "Infinity", "1000000000000"])
    def test_amounts_that_cannot_be_paid(self, amount: str) -> None:
        assert self.give(amount=amount) == [
            (
                "validation_failed",
                "/amount",
                "Please write the amount as a number greater than zero with at most two decimals, such as 4.50.",
            )
        ]

    @pytest.mark.parametrize("amount", ["0.01", "1", "121", "999999999999.99", " 4.5 "])
    def test_amounts_that_can_be_paid(self, amount: str) -> None:
        assert self.give(amount=amount) == []


class TestWritingToTheBuyer:
    negative = at(2026, 6, 1, 8)

    def test_too_often_says_the_limit_and_when_it_is_possible_again_on_the_marketplaces_clock(self) -> None:
        wrote = [self.negative + timedelta(hours=hour) for hour in range(1, 6)]
        facts = ContactFacts(self.negative, seller_wrote_at=wrote)
        assert told(may_write(facts, policy(), at(2026, 6, 2), BERLIN)) == [
            (
                "contact_limited",
                "",
                "After a negative review a seller can send 5 messages in 7 days. "
                "You can write again from 08 June 2026, 11:00 CEST, or once the buyer answers.",
            )
        ]

    def test_in_the_quiet_hours_nothing_can_be_written_until_their_end(self) -> None:
        quiet = policy(contact__quiet_hours_after_negative=24)
        found = allowance(ContactFacts(self.negative), quiet, self.negative)
        assert (found.limited, found.left, found.free_at) == (True, 0, at(2026, 6, 2, 8))
        (problem,) = may_write(ContactFacts(self.negative), quiet, self.negative, BERLIN)
        assert "from 02 June 2026, 10:00 CEST, or" in problem.detail

    def test_what_the_buyer_wrote_with_the_review_itself_is_no_answer_to_it(self) -> None:
        quiet = policy(contact__quiet_hours_after_negative=24)
        facts = ContactFacts(self.negative, buyer_wrote_at=[self.negative])
        assert may_write(facts, quiet, self.negative + timedelta(hours=1), BERLIN) != []


def test_an_appeal_that_is_not_possible_concerns_no_single_field() -> None:
    facts = AppealFacts(Party.AUTHOR, Outcome.KEEP, informed_at=at(2026, 1, 1), timezone=BERLIN)
    (problem,) = may_appeal(facts, policy(), at(2026, 1, 2))
    assert (problem.code.value, problem.pointer) == ("not_appealable", "")


def test_a_step_that_nobody_appealed_yet_can_be_appealed() -> None:
    step = StepAppealFacts(MisuseKind.CAUTION, SuspensionStatus.ACTIVE, informed_at=at(2026, 1, 1), timezone=BERLIN)
    assert may_appeal_step(step, policy(), at(2026, 1, 2)) == []


def test_a_suspension_without_a_warning_is_refused_with_the_way_on() -> None:
    assert told(may_confirm(MisuseKind.SUSPENSION, had_caution_in_force=False)) == [
        (
            "conflict",
            "",
            "A suspension needs a caution before it, and none is in force. Please give a caution first.",
        )
    ]


class TestDraftOfAPolicy:
    def refused(self, **feedback: Any) -> list[str]:
        data = preset("retail")
        data["feedback"].update(feedback)
        with pytest.raises(PolicyInvalid) as caught:
            parse_policy(data)
        return [reason for _, reason in caught.value.problems]

    def test_a_misspelt_name_is_answered_with_the_one_that_was_meant(self) -> None:
        (reason,) = self.refused(comment_max_lenght=100)
        assert reason == 'there is no such field here (did you mean "comment_max_length"?)'

    def test_a_long_value_is_shown_by_its_first_40_characters(self) -> None:
        (short,) = self.refused(one_star_caps="x" * 40)
        assert short.startswith(f'"{"x" * 40}" is none of the choices')
        (long,) = self.refused(one_star_caps="x" * 39 + "yz")
        assert long.startswith(f'"{"x" * 39}y…" is none of the choices')
