"""What a review's stars amount to: the rounded mean of the criteria that count, and its sentiment."""

from collections.abc import Collection, Mapping

from policy.terms import Criterion, OneStarCaps, Sentiment

Stars = Mapping[Criterion, int | None] | int
"""Stars by criterion (None where the criterion does not apply), or one overall rating."""


class NothingRated(ValueError):
    """No criterion is left to take a mean of."""


def overall_stars(stars: Stars, *, struck: Collection[Criterion] = ()) -> int:
    """The mean of the criteria that count, rounded half up to 1-5 whole stars.

    With three criteria, sums of 11-15 give 4-5, 8-10 give 3 and 3-7 give 1-2.
    """
    counted = _counted(stars, struck)
    return (2 * sum(counted) + len(counted)) // (2 * len(counted))


def sentiment(
    stars: Stars, *, one_star_caps: OneStarCaps = OneStarCaps.NONE, struck: Collection[Criterion] = ()
) -> Sentiment:
    """Positive from 4 overall stars, neutral at 3, negative below (sums 11-15, 8-10, 3-7).

    `struck` criteria and those that do not apply are left out of the mean. Under `one_star_caps` "neutral"
    a review with a counted criterion at one star is at best neutral. Raises NothingRated when none is left.
    """
    overall = overall_stars(stars, struck=struck)
    if overall <= 2:
        return Sentiment.NEGATIVE
    capped = one_star_caps is OneStarCaps.NEUTRAL and 1 in _counted(stars, struck)
    return Sentiment.NEUTRAL if overall == 3 or capped else Sentiment.POSITIVE


def _counted(stars: Stars, struck: Collection[Criterion]) -> list[int]:
    if isinstance(stars, int):
        counted = [stars]
    else:
        counted = [given for criterion, given in stars.items() if given is not None and criterion not in struck]
    if not counted:
        raise NothingRated("A rating needs at least one criterion that counts.")
    if not all(1 <= given <= 5 for given in counted):
        raise ValueError("Stars are whole numbers from 1 to 5.")
    return counted
