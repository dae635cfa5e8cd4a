"""Numbers read like words in a sentence."""

from datetime import UTC, date, datetime
from fractions import Fraction

from policy.phrases import (
    criteria_in_words,
    date_in_words,
    fixed,
    hours,
    listed,
    moment_in_words,
    order_is,
    plural,
    points,
    recorded_day,
    recorded_moment,
    review_is,
    share,
)
from policy.terms import Criterion, OrderStatus, ReviewStatus
from tests.policy.german import German, speaking_german

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


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
    said = {review_is(status) for status in ReviewStatus}
    assert said == {"published", "struck", "removed", "attributed", "withdrawn"}


def test_no_criteria_are_said_with_no_words() -> None:
    assert criteria_in_words([]) == ""


def test_records_write_days_with_two_digits() -> None:
    assert recorded_day(NOON) == "01 March 2027"
    assert recorded_moment(NOON) == "01 March 2027, 12:00 UTC"
    assert fixed(0.2, 2) == "0.20"
    assert fixed(1234.5, 2) == "1,234.50"


def test_each_is_said_in_the_language_that_is_spoken() -> None:
    said = [
        criteria_in_words([Criterion.FULFILMENT, Criterion.COMMUNICATION]),
        date_in_words(NOON),
        moment_in_words(NOON, UTC),
        recorded_moment(NOON),
        recorded_day(NOON),
        order_is(OrderStatus.IN_PROGRESS),
        hours(72),
        share(Fraction("0.995")),
        points(Fraction("0.025")),
        fixed(1234.5, 2),
    ]
    with speaking_german():
        assert [str(each) for each in said] == [
            "Auftragserfüllung und Kommunikation",
            "01.03.2027",
            "01.03.2027 12:00 UTC",
            "01.03.2027 12:00 UTC",
            "01.03.2027",
            "in Bearbeitung",
            "3 Tage",
            "99,5 %",
            "2,5 Punkte",
            "1234,50",
        ]
    assert said[3] == "01 March 2027, 12:00 UTC"


class Slovene(German):
    """Has a form of its own for two of a thing."""

    def words_for_number(self, one: str, many: str, number: int) -> str:
        return "{points} točki" if number == 2 else "{points} točk"


def test_two_points_take_the_form_for_two_where_a_language_has_one() -> None:
    assert points(Fraction("0.02")).told(Slovene()) == "2 točki"
