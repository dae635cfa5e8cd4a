"""The feedback rate is exact, never flatters, and its what-if equals what then happens."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policy.rate import (
    Z_SQUARED,
    Basis,
    Counts,
    basis,
    count,
    denominator,
    five_star_reviews_to_target,
    likely_between,
    rate,
    ratio,
    shown,
    shown_percent,
    status,
    sure,
    wilson,
    with_one_more,
    without,
)
from policy.terms import RateFormula, RateStatus, Sentiment, Window

SHARE, OF_ALL = RateFormula.POSITIVE_SHARE, RateFormula.POSITIVE_OF_ALL
TARGET = Fraction("0.95")

numbers = st.integers(min_value=0, max_value=100_000)
small = st.integers(min_value=0, max_value=60)
counts = st.builds(Counts, numbers, numbers, numbers)
few = st.builds(Counts, small, small, small)
formulas = st.sampled_from(RateFormula)
targets = st.integers(min_value=1, max_value=9999).map(lambda steps: Fraction(steps, 10_000))


class TestRate:
    def test_positive_share_leaves_neutral_reviews_out(self) -> None:
        assert rate(Counts(95, 40, 5), SHARE) == TARGET

    def test_positive_of_all_counts_them(self) -> None:
        assert rate(Counts(95, 40, 5), OF_ALL) == Fraction(95, 140)

    def test_without_ratings_there_is_no_rate(self) -> None:
        assert rate(Counts(), SHARE) is None
        assert rate(Counts(), OF_ALL) is None

    def test_neutral_reviews_alone_give_a_rate_only_where_they_count(self) -> None:
        assert rate(Counts(neutral=7), SHARE) is None
        assert rate(Counts(neutral=7), OF_ALL) == 0

    def test_reviews_are_counted_by_sentiment(self) -> None:
        seen = [Sentiment.NEGATIVE, Sentiment.POSITIVE, Sentiment.NEGATIVE]
        assert count(seen) == Counts(1, 0, 2)
        assert Counts(1, 0, 2) + Counts(2, 3, 0) == Counts(3, 3, 2)


class TestShown:
    def test_a_rate_just_under_the_target_never_shows_as_the_target(self) -> None:
        assert shown_percent(Fraction("0.9496"), TARGET) == "94.9"
        assert shown(Fraction("0.94999"), TARGET) == Decimal("0.9499")

    def test_halves_go_to_the_even_digit(self) -> None:
        assert shown_percent(Fraction("0.8005"), TARGET) == "80.0"
        assert shown_percent(Fraction("0.8015"), TARGET) == "80.2"
        assert shown(Fraction("0.96125"), TARGET) == Decimal("0.9612")

    def test_four_places_are_kept(self) -> None:
        assert str(shown(TARGET, TARGET)) == "0.9500"
        assert str(shown(Fraction(1), TARGET)) == "1.0000"
        assert str(shown(Fraction(0), TARGET)) == "0.0000"
        assert shown_percent(Fraction(1), TARGET) == "100.0"

    @given(counts, formulas, targets, st.integers(min_value=1, max_value=6))
    @example(Counts(9496, 0, 504), SHARE, TARGET, 3)
    def test_it_is_at_the_target_only_if_the_rate_is(
        self, counts: Counts, formula: RateFormula, target: Fraction, places: int
    ) -> None:
        value = rate(counts, formula)
        if value is None:
            return
        seen = Fraction(shown(value, target, places))
        assert abs(seen - value) < Fraction(1, 10**places)
        assert 0 <= seen <= 1
        if value < target:
            assert seen < target


class TestStatus:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("1", RateStatus.HEALTHY),
            ("0.95", RateStatus.HEALTHY),
            ("0.9499999", RateStatus.AT_RISK),
            ("0.9", RateStatus.AT_RISK),
            ("0.8999999", RateStatus.CRITICAL),
            ("0", RateStatus.CRITICAL),
        ],
    )
    def test_bands_around_the_target(self, value: str, expected: RateStatus) -> None:
        assert status(Fraction(value), TARGET) is expected

    def test_no_rate_is_not_rated(self) -> None:
        assert status(None, TARGET) is RateStatus.NOT_RATED


class TestRatio:
    @pytest.mark.parametrize(
        ("counts", "words"),
        [
            (Counts(95, 0, 5), "19 to 1"),
            (Counts(19, 3, 1), "19 to 1"),
            (Counts(97, 0, 4), "97 to 4"),
            (Counts(12, 0, 0), "12 to 0"),
            (Counts(0, 0, 12), "0 to 12"),
            (Counts(0, 4, 0), None),
        ],
    )
    def test_is_the_literal_quotient(self, counts: Counts, words: str | None) -> None:
        assert ratio(counts) == words


class TestLikelyBetween:
    def test_wilson_interval_of_ten_of_ten(self) -> None:
        interval = wilson(Counts(10), SHARE)
        assert interval is not None
        assert interval.low == pytest.approx(0.7225, abs=1e-4)
        assert interval.high == pytest.approx(1.0)

    def test_wilson_interval_of_eighty_one_of_two_hundred_sixty_three(self) -> None:
        interval = wilson(Counts(81, 0, 182), SHARE)  # example of Newcombe 1998, Statistics in Medicine 17
        assert interval is not None
        assert interval == (pytest.approx(0.2553, abs=1e-4), pytest.approx(0.3662, abs=1e-4))

    def test_is_shown_with_four_places_and_never_narrower(self) -> None:
        interval, words = wilson(Counts(81, 0, 182), SHARE), likely_between(Counts(81, 0, 182), SHARE)
        assert interval is not None and words is not None
        assert float(words[0]) <= interval.low < interval.high <= float(words[1])
        assert [str(end) for end in words] == ["0.2552", "0.3663"]

    def test_without_ratings_there_is_none(self) -> None:
        assert wilson(Counts(), SHARE) is None
        assert likely_between(Counts(), SHARE) is None
        assert not sure(Counts(), SHARE, TARGET)

    @given(counts, formulas, targets)
    def test_the_rate_lies_in_its_interval_and_sure_means_that_the_target_does_not(
        self, counts: Counts, formula: RateFormula, target: Fraction
    ) -> None:
        interval, value = wilson(counts, formula), rate(counts, formula)
        if interval is None or value is None:
            return
        assert 0 <= interval.low <= float(value) + 1e-12 and float(value) - 1e-12 <= interval.high <= 1
        if min(abs(float(target) - end) for end in interval) > 1e-9:
            assert sure(counts, formula, target) is not (interval.low < target < interval.high)

    def test_73_positive_ratings_are_the_fewest_to_be_sure_of_95_percent(self) -> None:
        assert not sure(Counts(72), SHARE, TARGET)
        assert sure(Counts(73), SHARE, TARGET)

    def test_a_target_at_the_very_end_of_the_interval_is_still_in_it(self) -> None:
        low = 10 / (10 + Z_SQUARED)  # where the interval of ten positive ratings of ten begins
        assert not sure(Counts(10), SHARE, low)
        assert sure(Counts(10), SHARE, low - Fraction(1, 10**30))

    def test_ten_ratings_are_too_few_to_be_sure(self) -> None:
        assert not sure(Counts(10), SHARE, TARGET)
        assert not sure(Counts(9, 0, 1), SHARE, TARGET)
        assert sure(Counts(1000, 0, 10), SHARE, TARGET)


class TestBasis:
    def test_the_window_is_the_basis_once_it_has_enough_ratings(self) -> None:
        assert basis(Counts(3, 1, 1), 5) == Basis(Window.DAYS_365, fell_back=False)

    def test_it_falls_back_to_lifetime_and_says_so(self) -> None:
        assert basis(Counts(3, 1, 0), 5) == Basis(Window.LIFETIME, fell_back=True)


class TestFiveStarReviews:
    def test_nineteen_for_each_negative_at_95_percent(self) -> None:
        assert five_star_reviews_to_target(Counts(0, 0, 1), SHARE, TARGET) == 19
        assert five_star_reviews_to_target(Counts(18, 0, 1), SHARE, TARGET) == 1
        assert five_star_reviews_to_target(Counts(19, 0, 1), SHARE, TARGET) == 0

    def test_neutral_reviews_weigh_only_where_they_count(self) -> None:
        assert five_star_reviews_to_target(Counts(19, 1, 1), SHARE, TARGET) == 0
        assert five_star_reviews_to_target(Counts(19, 1, 1), OF_ALL, TARGET) == 19

    def test_null_without_ratings(self) -> None:
        assert five_star_reviews_to_target(Counts(), SHARE, TARGET) is None

    @given(few, formulas, targets)
    def test_is_the_smallest_number_that_reaches_the_target(
        self, counts: Counts, formula: RateFormula, target: Fraction
    ) -> None:
        needed = five_star_reviews_to_target(counts, formula, target)
        if needed is None:
            assert denominator(counts, formula) == 0
            return
        reached = rate(counts + Counts(positive=needed), formula)
        assert reached is not None and reached >= target
        if needed:
            short = rate(counts + Counts(positive=needed - 1), formula)
            assert short is not None and short < target


class TestWhatIf:
    @given(few, st.sampled_from(Sentiment))
    def test_taking_away_and_bringing_back_leaves_the_figures_as_they_were(
        self, counts: Counts, kind: Sentiment
    ) -> None:
        assert without(with_one_more(counts, kind), kind) == counts

    @given(st.lists(st.sampled_from(Sentiment), min_size=1))
    def test_what_if_equals_a_recount_without_that_review(self, reviews: list[Sentiment]) -> None:
        assert without(count(reviews), reviews[0]) == count(reviews[1:])

    def test_there_must_be_such_a_review(self) -> None:
        with pytest.raises(ValueError, match="neutral"):
            without(Counts(1, 0, 1), Sentiment.NEUTRAL)
