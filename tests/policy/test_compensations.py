"""A compensation makes something good and is tied to nothing, least of all to feedback."""

from decimal import Decimal

import pytest

from policy.compensations import HANDED_OVER, may_give
from policy.inducement import names_feedback
from policy.terms import CompensationKind
from tests.policy.cast import policy


def refused(
    kind: str = "item", description: str = "A second potion for the delay.", amount: str | None = None
) -> dict[str, str]:
    problems = may_give(policy(orders__compensation_kinds=["item", "partial_refund"]), kind, description, amount)
    return {f"{each.code.value} {each.pointer}": each.detail for each in problems}


def test_what_the_policy_allows_can_be_given() -> None:
    assert refused() == {}
    assert refused("partial_refund", amount="4.50") == {}
    assert refused(amount="  ") == {}


def test_a_kind_that_does_not_exist_is_told_from_one_that_is_not_allowed() -> None:
    assert "partial_refund" in refused("gold")["validation_failed /kind"]
    assert "Choose item or partial_refund." in refused("discount")["not_allowed_by_policy /kind"]


@pytest.mark.parametrize(
    ("allowed", "asked"),
    [
        ("service", "item"),
        ("item", "service"),
        ("discount", "item"),
        ("replacement", "item"),
        ("partial_refund", "item"),
    ],
)
def test_a_kind_that_is_not_allowed_is_answered_with_the_one_that_is(allowed: str, asked: str) -> None:
    (problem,) = may_give(policy(orders__compensation_kinds=[allowed]), asked, "For the delay.", None)
    assert problem.detail == f"This marketplace does not allow that kind of compensation. Choose {allowed}."


def test_the_seller_hands_over_all_but_money_and_a_lower_price() -> None:
    assert set(CompensationKind) - HANDED_OVER == {CompensationKind.DISCOUNT, CompensationKind.PARTIAL_REFUND}


def test_where_no_kind_is_allowed_that_is_said() -> None:
    (problem,) = may_give(policy(orders__compensation_kinds=[]), "item", "A potion.", None)
    assert problem.detail == "This marketplace does not allow compensations."


@pytest.mark.parametrize("description", ["", " \n", "x" * 2001])
def test_a_description_is_needed_and_can_be_read(description: str) -> None:
    assert list(refused(description=description)) == ["validation_failed /description"]
    assert refused(description="x" * 2000) == {}


@pytest.mark.parametrize(
    ("kind", "amount", "paid", "allowed"),
    [
        ("partial_refund", "25.00", "25.00", True),
        ("partial_refund", "25.01", "25.00", False),
        ("partial_refund", "25.01", None, True),
        ("item", "25.01", "25.00", True),
    ],
)
def test_no_more_is_paid_back_than_the_order_cost(kind: str, amount: str, paid: str | None, allowed: bool) -> None:
    cost = None if paid is None else Decimal(paid)
    found = may_give(
        policy(orders__compensation_kinds=["item", "partial_refund"]), kind, "For the delay.", amount, paid=cost
    )
    assert [each.pointer for each in found] == ([] if allowed else ["/amount"])
    assert allowed or found[0].detail == "No more can be paid back than the order cost, which was 25.00."


@pytest.mark.parametrize("amount", [None, "", "0", "-1", "five", "NaN", "Infinity", "0.001", "1e12"])
def test_a_partial_refund_needs_an_amount(amount: str | None) -> None:
    assert list(refused("partial_refund", amount=amount)) == ["validation_failed /amount"]


def test_an_amount_that_is_given_must_be_one() -> None:
    assert list(refused(amount="-1")) == ["validation_failed /amount"]


def test_feedback_as_its_condition_is_refused_with_the_rule() -> None:
    problem = refused(description="A potion if you leave a good review.")
    assert list(problem) == ["not_allowed_by_policy /description"]
    assert "may never be tied to feedback" in problem["not_allowed_by_policy /description"]


@pytest.mark.parametrize(
    "text",
    [
        "For good feedback.",
        "Thank you for the FEED-BACK",
        "Leave a review please",
        "For a review.",
        "We love reviews.",
        "a five star for us",
        "5-star review",
        "4 stars or more",
        "⭐⭐⭐⭐⭐ please",
        "if you change your rating",
        "our testimonials",
        "Leave me a positive",
        "remove that negative",
        "Change your comment",
        "Rate us five",
        "für eine gute Bewertung",
    ],
)
def test_words_that_speak_of_feedback(text: str) -> None:
    span = names_feedback(text)
    assert span is not None
    assert text[slice(*span)].strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We will review your case and write again.",
        "Our team reviews your claim today.",
        "After a review of your claim we send a new one.",
        "Your case is under review.",
        "I add a 5-star sword.",
        "One star fragment for the delay.",
        "We stay positive and hope that you do.",
        "Operating as usual.",
        "The exchange rate was wrong.",
        "A preview of the item.",
        "10 gold for the wait, no strings attached.",
    ],
)
def test_words_that_only_look_like_it(text: str) -> None:
    assert names_feedback(text) is None
