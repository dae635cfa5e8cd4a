"""Stars become a sentiment by the rounded mean of the criteria that count."""

from itertools import product

import pytest

from policy.sentiment import NothingRated, overall_stars, sentiment
from policy.terms import Criterion, OneStarCaps, Sentiment

STARS = range(1, 6)


def rated(fulfilment: int | None, start_time: int | None, communication: int | None) -> dict[Criterion, int | None]:
    return {
        Criterion.FULFILMENT: fulfilment,
        Criterion.START_TIME: start_time,
        Criterion.COMMUNICATION: communication,
    }


def test_sums_of_three_criteria_fall_into_the_three_published_bands() -> None:
    for stars in product(STARS, STARS, STARS):
        total = sum(stars)
        expected = Sentiment.POSITIVE if total >= 11 else Sentiment.NEUTRAL if total >= 8 else Sentiment.NEGATIVE
        assert sentiment(rated(*stars)) is expected, stars


@pytest.mark.parametrize(
    ("overall", "expected"),
    [(1, "negative"), (2, "negative"), (3, "neutral"), (4, "positive"), (5, "positive")],
)
def test_one_overall_rating_stands_for_itself(overall: int, expected: str) -> None:
    assert sentiment(overall) == expected
    assert overall_stars(overall) == overall


def test_a_criterion_that_does_not_apply_leaves_the_mean_of_the_rest_half_up() -> None:
    assert overall_stars(rated(None, 4, 3)) == 4
    assert sentiment(rated(None, 4, 3)) is Sentiment.POSITIVE
    assert sentiment(rated(None, 3, 2)) is Sentiment.NEUTRAL
    assert sentiment(rated(None, 2, 2)) is Sentiment.NEGATIVE


def test_a_struck_criterion_is_left_out() -> None:
    assert sentiment(rated(1, 5, 4)) is Sentiment.NEUTRAL
    assert sentiment(rated(1, 5, 4), struck=[Criterion.FULFILMENT]) is Sentiment.POSITIVE


class TestOneStarCaps:
    def test_keeps_a_review_with_one_star_from_being_positive(self) -> None:
        assert sentiment(rated(1, 5, 5)) is Sentiment.POSITIVE
        assert sentiment(rated(1, 5, 5), one_star_caps=OneStarCaps.NEUTRAL) is Sentiment.NEUTRAL

    def test_never_makes_one_better(self) -> None:
        assert sentiment(rated(1, 2, 1), one_star_caps=OneStarCaps.NEUTRAL) is Sentiment.NEGATIVE

    def test_does_not_look_at_a_struck_criterion(self) -> None:
        struck = [Criterion.FULFILMENT]
        assert sentiment(rated(1, 5, 5), one_star_caps=OneStarCaps.NEUTRAL, struck=struck) is Sentiment.POSITIVE


def test_nothing_left_to_rate_is_an_error_and_no_sentiment() -> None:
    with pytest.raises(NothingRated):
        sentiment(rated(None, 3, 3), struck=[Criterion.START_TIME, Criterion.COMMUNICATION])


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_stars_outside_one_to_five_are_refused(stars: int) -> None:
    with pytest.raises(ValueError, match="1 to 5"):
        sentiment(rated(stars, 3, 3))
