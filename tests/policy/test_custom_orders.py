"""What a private offer to one buyer may say and cost, and what its seller reads where it may not."""

from typing import Any

import pytest

from policy.custom_orders import may_make
from tests.policy.cast import policy

Told = tuple[str, str, str]
PRICE = "Please write the price as a number greater than zero with at most two decimals, such as 20.00."
CURRENCY = "A currency is three capital letters, such as EUR."
HOURS = "Please promise a time from 1 to 8,760 hours."
NEVER_FOR_FEEDBACK = (
    "A price may never depend on feedback. Please describe what you offer without speaking of a review."
)


def refused(preset: str = "game_services", **changes: Any) -> list[Told]:
    """What the seller is told about an offer in which all but the changes is as it should be."""
    offered: dict[str, Any] = {
        "title": "A blade, sharpened twice",
        "description": "By hand, as you asked in the chat.",
        "amount": "20.00",
        "currency": "EUR",
        "complete_within_hours": 48,
    }
    problems = may_make(policy(preset), **(offered | changes))
    return [(problem.code.value, problem.pointer, problem.detail) for problem in problems]


@pytest.mark.parametrize("preset", ["game_goods", "game_services"])
def test_is_possible_where_the_marketplace_offers_custom_orders(preset: str) -> None:
    assert refused(preset) == []


@pytest.mark.parametrize("preset", ["retail", "fulfilment_network"])
def test_is_refused_whole_where_the_marketplace_offers_none(preset: str) -> None:
    assert refused(preset, title="", amount="much") == [
        ("not_allowed_by_policy", "", "This marketplace does not offer custom orders.")
    ]


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_form() -> None:
    wrong = {"title": "", "description": "For a review", "amount": "0", "currency": "€", "complete_within_hours": 0}
    assert refused(**wrong) == [
        ("validation_failed", "/title", "Please say in a few words what you offer."),
        ("not_allowed_by_policy", "/description", NEVER_FOR_FEEDBACK),
        ("validation_failed", "/amount", PRICE),
        ("validation_failed", "/currency", CURRENCY),
        ("validation_failed", "/complete_within_hours", HOURS),
    ]


class TestWhatItSays:
    @pytest.mark.parametrize("title", ["", " \n"])
    def test_needs_a_title(self, title: str) -> None:
        assert refused(title=title) == [("validation_failed", "/title", "Please say in a few words what you offer.")]

    @pytest.mark.parametrize("description", ["", " \n"])
    def test_needs_no_description(self, description: str) -> None:
        assert refused(description=description) == []

    @pytest.mark.parametrize(
        ("field", "most", "over"),
        [
            ("title", 300, "This can have up to 300 characters; it has 301."),
            ("description", 2000, "This can have up to 2,000 characters; it has 2,001."),
        ],
    )
    def test_ends_where_nobody_would_read_on(self, field: str, most: int, over: str) -> None:
        assert refused(**{field: f"  {'x' * most}\n"}) == []  # spaces around it do not count
        assert refused(**{field: "x" * (most + 1)}) == [("validation_failed", f"/{field}", over)]

    @pytest.mark.parametrize("field", ["title", "description"])
    def test_never_ties_the_price_to_feedback(self, field: str) -> None:
        assert refused(**{field: "Half price for a five star review"}) == [
            ("not_allowed_by_policy", f"/{field}", NEVER_FOR_FEEDBACK)
        ]


class TestWhatItCosts:
    @pytest.mark.parametrize("amount", ["0.01", "1", "1.5", "20.000", " 20.00 ", "999999999999.99"])
    def test_is_a_price_that_can_be_paid(self, amount: str) -> None:
        assert refused(amount=amount) == []

    @pytest.mark.parametrize(
        "amount", ["", "0", "-1", "0.001", "1.234", "1000000000000", "1e12", "much", "NaN", "Infinity", "-Infinity"]
    )
    def test_is_nothing_else(self, amount: str) -> None:
        assert refused(amount=amount) == [("validation_failed", "/amount", PRICE)]

    @pytest.mark.parametrize("currency", ["", "eur", "EU", "EURO", "€", " EUR"])
    def test_is_in_a_currency_by_its_three_letters(self, currency: str) -> None:
        assert refused(currency=currency) == [("validation_failed", "/currency", CURRENCY)]
        assert refused(currency="USD") == []


class TestWhenItIsDone:
    @pytest.mark.parametrize("hours", [None, 1, 8760])
    def test_is_left_open_or_promised_for_up_to_a_year(self, hours: int | None) -> None:
        assert refused(complete_within_hours=hours) == []

    @pytest.mark.parametrize("hours", [-1, 0, 8761])
    def test_is_no_other_time(self, hours: int) -> None:
        assert refused(complete_within_hours=hours) == [("validation_failed", "/complete_within_hours", HOURS)]
