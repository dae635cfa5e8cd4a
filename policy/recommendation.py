"""Whether a marketplace recommends a seller: the rate against the target, once there are enough ratings."""

from enum import StrEnum
from fractions import Fraction


class Recommendation(StrEnum):
    """How a seller stands in the list of sellers."""

    RECOMMENDED = "recommended"  # at or over the target
    BELOW = "below"  # under the target
    TOO_FEW = "too_few"  # fewer ratings than the policy asks for, so neither
    NOT_RATED = "not_rated"


def recommendation(rate: Fraction | None, *, ratings: int, target: Fraction, minimum_ratings: int) -> Recommendation:
    """`rate` and `ratings` are those of the headline's window."""
    if rate is None:
        return Recommendation.NOT_RATED
    if ratings < minimum_ratings:
        return Recommendation.TOO_FEW
    return Recommendation.RECOMMENDED if rate >= target else Recommendation.BELOW
