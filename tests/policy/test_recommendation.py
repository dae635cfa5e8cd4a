"""A marketplace recommends a seller whose rate is at the target or over it, once there are enough ratings."""

from fractions import Fraction

import pytest

from policy.recommendation import Recommendation, recommendation

TARGET = Fraction("0.95")
MINIMUM = 10


def standing(rate: Fraction | None, ratings: int) -> Recommendation:
    return recommendation(rate, ratings=ratings, target=TARGET, minimum_ratings=MINIMUM)


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        ("1", Recommendation.RECOMMENDED),
        ("0.95", Recommendation.RECOMMENDED),
        ("0.9499999", Recommendation.BELOW),
        ("0", Recommendation.BELOW),
    ],
)
def test_a_seller_with_just_enough_ratings_is_recommended_from_the_target_on(
    rate: str, expected: Recommendation
) -> None:
    assert standing(Fraction(rate), MINIMUM) is expected


@pytest.mark.parametrize("rate", ["1", "0.95", "0"])
def test_with_one_rating_fewer_nothing_is_said_for_or_against_a_seller(rate: str) -> None:
    assert standing(Fraction(rate), MINIMUM - 1) is Recommendation.TOO_FEW


@pytest.mark.parametrize("neutral", [0, MINIMUM - 1, MINIMUM])
def test_a_seller_without_a_rate_is_not_rated_however_many_neutral_ratings_there_are(neutral: int) -> None:
    assert standing(None, neutral) is Recommendation.NOT_RATED
