"""How unusual the negative reviews around one day are, against the seller's own past and its own restlessness."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, ndtri_exp

from policy.facts import Burst

WIDTHS: Final = (1, 3, 7, 14)
"""Days of the windows that are looked through."""
PAST_DAYS: Final = 365
LEAST_REVIEWS: Final = 20
LEAST_DAYS: Final = 28
"""With fewer reviews or a shorter past, usual and unusual cannot be told apart."""
NOTICED_AT: Final = 0.01
"""The likelihood at which "would stand out" is meant where the eyes of the search are measured."""
ATTACK_DAYS: Final = 3

_REDRAWN: Final = 999
_SEED: Final = 19_760_405
_MOST_COUNTED: Final = 50_000
_LEAST_WEEKS: Final = 6
_WEEK: Final = 7
_BEYOND_CHANCE: Final = 1.28
_MOST_ALIKE: Final = 0.5
_LARGEST_ATTACK: Final = 100

Counts: TypeAlias = NDArray[np.int64]
Scores: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found around one day, and how small a burst would have been found."""

    likelihood: float
    """From 1/1000 to 1; corrected for all windows of the whole past."""
    starts_on: date
    days: int
    negatives: int
    reviews: int
    usual: float
    seen_from: int

    def as_burst(self, others: tuple[str, ...]) -> Burst:
        """As the facts hold it, with the ids of the other negative reviews of its days."""
        return Burst(self.starts_on, self.days, self.negatives, self.reviews, self.usual, others)


class _Past(NamedTuple):
    """The seller's days in their order, each with its negatives and with all its reviews."""

    first: date
    negatives: Counts
    reviews: Counts

    @property
    def totals(self) -> tuple[int, int]:
        return int(self.negatives.sum()), int(self.reviews.sum())


def scan(per_day: Mapping[date, tuple[int, int]], day: date) -> Scan | None:
    """The windows that hold `day`, against negative reviews dealt out anew among the same reviews.

    Each window is scored by the hypergeometric tail of its negatives given its reviews, as a standard score, and
    that is divided by how much the seller's other windows of the same length vary beyond chance. The best score is
    compared with the best of all windows in 999 redrawn pasts, always the same ones. None where the past is too
    short, or all of one kind.
    """
    past = _past(per_day, day)
    negatives, reviews = past.totals
    if reviews < LEAST_REVIEWS or len(past.reviews) < LEAST_DAYS or not 0 < negatives < reviews:
        return None
    place = (day - past.first).days
    best_by_chance, best, width, end = _compared(past, place)
    start = max(0, end - width + 1)
    inside, among = int(past.negatives[start : end + 1].sum()), int(past.reviews[start : end + 1].sum())
    outside = (negatives - inside) / max(1, reviews - among)
    return Scan(
        likelihood=float((1 + np.count_nonzero(best_by_chance >= best)) / (1 + _REDRAWN)),
        starts_on=past.first + timedelta(days=start),
        days=end + 1 - start,
        negatives=inside,
        reviews=among,
        usual=round(among * outside, 1),
        seen_from=_seen_from(past, float(np.quantile(best_by_chance, 1 - NOTICED_AT))),
    )


def _past(per_day: Mapping[date, tuple[int, int]], day: date) -> _Past:
    """A year before the day and what came just after it, without gaps."""
    known = {
        each: counts
        for each, counts in per_day.items()
        if day - timedelta(days=PAST_DAYS) <= each <= day + timedelta(days=WIDTHS[-1])
    }
    first, last = min(known, default=day), max(known, default=day)
    days = [min(first, day) + timedelta(days=each) for each in range((max(last, day) - min(first, day)).days + 1)]
    counts = np.array([known.get(each, (0, 0)) for each in days], dtype=np.int64)
    return _Past(days[0], counts[:, 0], counts[:, 1])


def _compared(past: _Past, place: int) -> tuple[Scores, float, int, int]:
    """The best score of each redrawn past, the best around the place, and the width and end of its window."""
    # A very large seller is counted in bundles, which dulls the eye a little and bounds the work.
    bundle = -(-past.totals[1] // _MOST_COUNTED)
    reviews = past.reviews // bundle
    negatives = np.minimum(past.negatives // bundle, reviews)
    drawn = _redrawn(negatives, reviews, place)
    by_chance = np.zeros(_REDRAWN)
    best, best_width, best_end = -np.inf, WIDTHS[0], place
    for width in WIDTHS:
        among, real, redrawn = (_windows(each, width) for each in (reviews, negatives, drawn))
        most = int(max(real.max(), redrawn.max()))
        sizes, row = np.unique(among, return_inverse=True)
        scores = _scores(int(reviews.sum()), int(negatives.sum()), sizes, most)
        by_chance = np.maximum(by_chance, scores[row, redrawn].max(axis=1))
        around = scores[row, real][place : place + width]
        if around.max() > best:
            best, best_width, best_end = float(around.max()), width, place + int(around.argmax())
    return by_chance, best, best_width, best_end


def _redrawn(negatives: Counts, reviews: Counts, place: int) -> Counts:
    """Pasts with the same reviews: negatives dealt out anew, or drawn week by week where the weeks differ anyway."""
    chance = np.random.default_rng(_SEED)
    share, likeness = _weeks(negatives, reviews, place)
    if likeness == 0.0:
        return chance.multivariate_hypergeometric(reviews, int(negatives.sum()), size=_REDRAWN)
    strength = 1 / likeness - 1
    weeks = np.arange(len(reviews)) // _WEEK
    shares = chance.beta(share * strength, (1 - share) * strength, size=(_REDRAWN, int(weeks[-1]) + 1))
    return chance.binomial(reviews, shares[:, weeks])


def _windows(counts: Counts, width: int) -> Counts:
    """Sums over the windows that end on each day."""
    summed = np.cumsum(counts, axis=-1)
    summed[..., width:] = summed[..., width:] - summed[..., :-width]
    return summed


def _scores(reviews: int, negatives: int, sizes: Counts, most: int) -> Scores:
    """Standard score of the chance of so many negatives or more, by window size (row) and negatives (column)."""
    # Beyond the largest number seen the tail falls so fast that a few more columns hold the rest of it.
    found = np.arange(most + 41)
    size = sizes[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = (
            _log_choose(negatives, found) + _log_choose(reviews - negatives, size - found) - _log_choose(reviews, size)
        )
    logs = np.where((found <= negatives) & (found <= size) & (size - found <= reviews - negatives), logs, -np.inf)
    tails = np.logaddexp.accumulate(logs[:, ::-1], axis=1)[:, ::-1]
    scores: Scores = -ndtri_exp(np.clip(tails[:, : most + 1], -1e6, -1e-12))
    return np.maximum(scores, 0.0)


def _log_choose(among: int, taken: Counts) -> Scores:
    return np.asarray(gammaln(among + 1) - gammaln(taken + 1) - gammaln(among - taken + 1))


def _weeks(negatives: Counts, reviews: Counts, place: int) -> tuple[float, float]:
    """The usual share of negatives, and how alike reviews of one week are (0: not at all), away from the place.

    The likeness is the intra-class correlation of a beta-binomial by moments: Pearson's chi-squared over whole weeks
    against its degrees of freedom. It counts double, since the wildest weeks may be those left out.
    """
    apart = np.abs(np.arange(len(reviews)) - place) > WIDTHS[-1]
    weeks = np.arange(len(reviews)) // _WEEK
    among = np.bincount(weeks, reviews * apart)
    found = np.bincount(weeks, negatives * apart)[among > 0]
    among = among[among > 0]
    share = float(found.sum() / among.sum()) if among.size else 0.0
    if among.size < _LEAST_WEEKS or not 0 < share < 1:
        return share, 0.0
    squares = float(((found - among * share) ** 2 / (among * share * (1 - share))).sum())
    freedom = among.size - 1
    if squares <= freedom + _BEYOND_CHANCE * sqrt(2 * freedom):
        return share, 0.0
    room = float(among.sum() - (among**2).sum() / among.sum()) - freedom
    return share, min(2 * (squares - freedom) / max(room, 1.0), _MOST_ALIKE)


def _seen_from(past: _Past, needed: float) -> int:
    """The fewest negatives that, added to three usual days, would reach the score."""
    negatives, reviews = past.totals
    among = round(reviews / len(past.reviews) * ATTACK_DAYS)
    usual = round(among * negatives / reviews)
    for planted in range(1, _LARGEST_ATTACK):
        size = np.array([among + planted])
        if _scores(reviews + planted, negatives + planted, size, usual + planted)[0, -1] >= needed:
            return planted
    return _LARGEST_ATTACK
