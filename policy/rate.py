"""The feedback rate in exact fractions: how it is counted, shown, judged, and what would change it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, gcd, sqrt
from typing import Final, NamedTuple

from policy.terms import RateFormula, RateStatus, Sentiment, Window

WINDOWS: Final = tuple(Window)
"""30, 90 and 365 days, and lifetime."""

AT_RISK_BELOW: Final = Fraction(5, 100)
"""A rate down to and with five points under the target is at risk; below that it is critical."""

Z_SQUARED: Final = Fraction("3.841458820694124")
"""Square of 1.959964, the two-sided 95 % point of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many countable reviews of each sentiment a window holds."""

    positive: int = 0
    neutral: int = 0
    negative: int = 0

    @property
    def ratings(self) -> int:
        """All of them; neutral ones too count toward `minimum_ratings`."""
        return self.positive + self.neutral + self.negative

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.positive + other.positive, self.neutral + other.neutral, self.negative + other.negative)


class Basis(NamedTuple):
    """The window that the headline rate is of, and whether it fell back to lifetime for want of ratings."""

    window: Window
    fell_back: bool


class Interval(NamedTuple):
    """Both ends of "likely between", as shares from 0 to 1."""

    low: float
    high: float


def count(sentiments: Iterable[Sentiment]) -> Counts:
    """Tally reviews by their sentiment."""
    tally = dict.fromkeys(Sentiment, 0)
    for each in sentiments:
        tally[each] += 1
    return Counts(tally[Sentiment.POSITIVE], tally[Sentiment.NEUTRAL], tally[Sentiment.NEGATIVE])


def denominator(counts: Counts, formula: RateFormula) -> int:
    """The reviews that the formula divides by."""
    if formula is RateFormula.POSITIVE_SHARE:
        return counts.positive + counts.negative
    return counts.ratings


def rate(counts: Counts, formula: RateFormula) -> Fraction | None:
    """The feedback rate as an exact share from 0 to 1; None without anything to divide by."""
    base = denominator(counts, formula)
    return Fraction(counts.positive, base) if base else None


def shown(value: Fraction, target: Fraction, places: int = 4) -> Decimal:
    """The share with so many decimal places, rounded half-even, and never up to or over the target."""
    unit = 10**places
    steps = round(value * unit)  # Fraction rounds half to even
    if value < target <= Fraction(steps, unit):
        steps = floor(value * unit)
    return Decimal(steps).scaleb(-places)


def shown_percent(value: Fraction, target: Fraction) -> str:
    """The rate as pages show it: percent with one decimal, such as "94.9" for 94.96 under a 95 % target."""
    return f"{shown(value, target, 3).scaleb(2):.1f}"


def status(value: Fraction | None, target: Fraction) -> RateStatus:
    """How the exact rate stands against the target."""
    if value is None:
        return RateStatus.NOT_RATED
    if value >= target:
        return RateStatus.HEALTHY
    return RateStatus.AT_RISK if value >= target - AT_RISK_BELOW else RateStatus.CRITICAL


def ratio(counts: Counts) -> str | None:
    """The literal quotient of positive to negative in lowest terms: "19 to 1" for 95 and 5.

    It is not rounded, so that it never says more than the rate does. With a zero on one side the numbers
    stand as they are; without both there is nothing to say.
    """
    positive, negative = counts.positive, counts.negative
    if not positive and not negative:
        return None
    shared = gcd(positive, negative) if positive and negative else 1
    return f"{positive // shared} to {negative // shared}"


def wilson(counts: Counts, formula: RateFormula) -> Interval | None:
    """The 95 % Wilson score interval of the rate (Wilson 1927); its lower end orders sellers in lists."""
    base = denominator(counts, formula)
    if not base:
        return None
    share, z2 = counts.positive / base, float(Z_SQUARED)
    centre = (share + z2 / (2 * base)) / (1 + z2 / base)
    half = sqrt(z2 * (share * (1 - share) / base + z2 / (4 * base * base))) / (1 + z2 / base)
    return Interval(max(0.0, centre - half), min(1.0, centre + half))


def likely_between(counts: Counts, formula: RateFormula) -> tuple[Decimal, Decimal] | None:
    """The Wilson interval with four decimal places, rounded outward so that it never claims too much."""
    interval = wilson(counts, formula)
    if interval is None:
        return None
    low, high = floor(interval.low * 10_000), ceil(interval.high * 10_000)
    return Decimal(low).scaleb(-4), Decimal(high).scaleb(-4)


def sure(counts: Counts, formula: RateFormula, target: Fraction) -> bool:
    """Whether the 95 % interval leaves the target out; without that, no automatic consequence may follow.

    Exact: the Wilson interval holds t where (p - t)^2 <= z^2 t (1 - t) / n.
    """
    value = rate(counts, formula)
    if value is None:
        return False
    spread = Z_SQUARED * target * (1 - target) / denominator(counts, formula)
    return (value - target) ** 2 > spread


def basis(window365: Counts, minimum_ratings: int) -> Basis:
    """The 365-day window, or lifetime while the window has fewer than `minimum_ratings`.

    It also falls back where the lifetime holds no more than the window; the figures are then the same.
    """
    if window365.ratings >= minimum_ratings:
        return Basis(Window.DAYS_365, False)
    return Basis(Window.LIFETIME, True)


def five_star_reviews_to_target(counts: Counts, formula: RateFormula, target: Fraction) -> int | None:
    """The smallest k with (P + k) / (D + k) >= t, that is max(0, ceil((t*D - P) / (1 - t))).

    D is the formula's denominator; None where it is zero. The target is under 1.
    """
    base = denominator(counts, formula)
    if not base:
        return None
    return max(0, ceil((target * base - counts.positive) / (1 - target)))


def without(counts: Counts, sentiment: Sentiment) -> Counts:
    """The counts as they would be if one review of that sentiment no longer counted."""
    return _changed(counts, sentiment, -1)


def with_one_more(counts: Counts, sentiment: Sentiment) -> Counts:
    """The counts as they would be if one more review of that sentiment counted."""
    return _changed(counts, sentiment, +1)


def _changed(counts: Counts, sentiment: Sentiment, by: int) -> Counts:
    now = {
        Sentiment.POSITIVE: counts.positive,
        Sentiment.NEUTRAL: counts.neutral,
        Sentiment.NEGATIVE: counts.negative,
    }[sentiment] + by
    if now < 0:
        raise ValueError(f"There is no {sentiment.value} review to leave out.")
    match sentiment:
        case Sentiment.POSITIVE:
            return replace(counts, positive=now)
        case Sentiment.NEUTRAL:
            return replace(counts, neutral=now)
        case Sentiment.NEGATIVE:
            return replace(counts, negative=now)
