"""A burst is measured against the seller's own past, and the finding says when the eyes for it are weak."""

from datetime import date, timedelta

import numpy as np
import pytest

from evidence.coordination.bursts import Scan, scan
from policy.terms import Verdict
from tests.evidence.coordination_cast import NOON, compared, found, review

DAY = NOON.date()
PerDay = dict[date, tuple[int, int]]


def past(volume: float, share: float, *, seed: int = 1, restless: bool = False) -> PerDay:
    """A year until ten days after the day, with so many reviews a day and such a share of negatives."""
    chance = np.random.default_rng(seed)
    days = {}
    for number in range(365):
        if number % 7 == 0:
            week = chance.beta(share * 6, (1 - share) * 6) if restless else share
        of = int(chance.poisson(volume))
        days[DAY + timedelta(days=10 - number)] = (int(chance.binomial(of, week)), of)
    return days


def planted(days: PerDay, number: int) -> PerDay:
    """So many more negatives within the three days around the day."""
    more = dict(days)
    for each in range(number):
        day = DAY + timedelta(days=each % 3 - 1)
        negatives, of = more.get(day, (0, 0))
        more[day] = (negatives + 1, of + 1)
    return more


def scanned(days: PerDay) -> Scan:
    result = scan(days, DAY)
    assert result is not None
    return result


def share_found(volume: float, number: int, *, restless: bool = False) -> float:
    """Of 20 sellers, how many have a burst."""
    pasts = [planted(past(volume, 0.03, seed=seed, restless=restless), number) for seed in range(20)]
    return sum(scanned(each).likelihood <= 0.01 for each in pasts) / len(pasts)


def test_nothing_stands_out_of_a_quiet_past() -> None:
    assert share_found(1, 0) == share_found(5, 0) == share_found(20, 0) == 0


def test_five_at_once_are_seen_at_one_a_day_and_hardly_at_five() -> None:
    assert share_found(1, 5) >= 0.7
    assert share_found(5, 5) <= 0.4


def test_twenty_at_once_are_seen_unless_the_weeks_differ_anyway() -> None:
    assert share_found(5, 20) >= 0.95
    assert share_found(5, 20, restless=True) < 0.7


def test_a_viral_day_is_many_reviews_and_no_burst_of_bad_ones() -> None:
    days = past(3, 0.05)
    days[DAY] = (6, 120)
    assert scanned(days).likelihood > 0.2


def test_shows_the_days_and_what_would_be_usual() -> None:
    days = {DAY - timedelta(days=back): (int(back % 20 == 0), 2) for back in range(200)}
    days[DAY] = (9, 10)
    result = scanned(days)
    assert (result.starts_on, result.days, result.negatives, result.reviews) == (DAY, 1, 9, 10)
    assert result.usual == pytest.approx(10 * 9 / 398, abs=0.1)
    assert result.likelihood == 0.001


def test_weak_eyes_grow_with_the_volume() -> None:
    seen_from = [scanned(past(volume, 0.05)).seen_from for volume in (1, 5, 20)]
    assert seen_from == sorted(seen_from)
    assert seen_from[0] <= 6 < seen_from[2]


@pytest.mark.parametrize(
    "days",
    [
        {},
        {DAY: (3, 3)},
        {DAY - timedelta(days=back): (0, 5) for back in range(90)},
        {DAY - timedelta(days=back): (5, 5) for back in range(90)},
        {DAY - timedelta(days=back): (1, 2) for back in range(20)},
        {DAY - timedelta(days=back): (1, 2) for back in range(400, 800)},
    ],
    ids=["nothing", "one day", "no bad ones", "bad ones only", "a short past", "long ago"],
)
def test_a_past_that_tells_nothing_is_not_measured(days: PerDay) -> None:
    assert scan(days, DAY) is None


def test_the_same_past_gives_the_same_likelihood() -> None:
    days = planted(past(2, 0.1), 4)
    assert scan(days, DAY) == scan(dict(reversed(days.items())), DAY)


def test_a_very_large_seller_is_measured_too() -> None:
    days = {DAY - timedelta(days=back): (150, 3000) for back in range(365)}
    assert scanned(days).likelihood > 0.1
    days[DAY] = (600, 3450)
    assert scanned(days).likelihood == 0.001


def test_a_burst_alone_is_left_to_the_agent_and_shown_with_its_reviews() -> None:
    days = planted(past(1, 0.03), 9)
    finding = found(*(review(number, f"device:{number}", days=number / 5) for number in range(6)), per_day=days)
    assert finding.verdict is Verdict.UNKNOWN
    assert "Nothing that was compared links the authors. Apart from that, the time:" in finding.explanation
    assert {each.note for each in finding.references} == {"of the same days"}


def test_a_burst_supports_links_and_is_told_apart_from_them() -> None:
    linked = [review(number, "device:a", days=number / 5) for number in range(6)]
    alone, both = found(*linked), found(*linked, per_day=planted(past(1, 0.03), 9))
    assert (alone.confidence, both.confidence) == (0.8, 0.9)
    assert "with another one. Apart from that, the time: in the" in both.explanation


def test_says_that_a_small_burst_could_not_be_seen() -> None:
    finding = found(review(0, "device:a"), review(1, "device:b"), per_day=past(20, 0.08))
    assert "weak eyes" in finding.explanation


def test_without_counts_of_the_past_the_reviews_known_are_counted() -> None:
    old = [review(number, f"device:{number}", days=-number, negative=number % 15 == 0) for number in range(1, 60)]
    bad = [review(number, f"device:{number}", days=-0.1) for number in range(100, 110)]
    assert compared(review(0, "device:x"), *old, *bad).burst_likelihood == 0.001
