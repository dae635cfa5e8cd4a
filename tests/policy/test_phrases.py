"""Numbers read like words in a sentence."""

from datetime import date
from fractions import Fraction

from policy.phrases import date_in_words, hours, listed, order_is, plural, points, share
from policy.terms import OrderStatus


def test_one_is_singular_and_thousands_have_a_comma() -> None:
    assert plural(1, "day") == "1 day"
    assert plural(2000, "character") == "2,000 characters"
    assert plural(0, "time") == "0 times"


def test_whole_days_are_said_as_days() -> None:
    assert [hours(number) for number in (1, 24, 48, 50, 72)] == [
        "1 hour",
        "24 hours",
        "48 hours",
        "50 hours",
        "3 days",
    ]


def test_shares_are_exact() -> None:
    assert share(Fraction("0.95")) == "95 %"
    assert share(Fraction("0.9999")) == "99.99 %"
    assert points(Fraction("0.01")) == "1 point"
    assert points(Fraction("0.02")) == "2 points"


def test_lists_and_days_and_statuses() -> None:
    assert listed(["a"], "or") == "a"
    assert listed(["a", "b", "c"], "and") == "a, b and c"
    assert date_in_words(date(2027, 3, 1)) == "1 March 2027"
    assert order_is(OrderStatus.REFUND) == "refunded"
    assert order_is(OrderStatus.IN_PROGRESS) == "in progress"
