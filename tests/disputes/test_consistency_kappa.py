"""Cohen's kappa and shares with their bases: by the book, and honest where nothing can be said."""

from __future__ import annotations

from collections import Counter
from itertools import product
from random import Random

import pytest

from disputes.consistency.kappa import ALWAYS_THE_SAME, NOTHING, Kappa, cohens_kappa
from disputes.consistency.shares import Share


class TestKappa:
    def test_of_a_worked_example(self):
        """50 proposals read by two: both yes 20, only the one 5, only the other 10, both no 15; po 0.7, pe 0.5."""
        answers = {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}
        found = cohens_kappa(answers)
        assert (found.cases, found.agreed, found.value) == (50, 35, pytest.approx(0.4))

    def test_of_three_answers(self):
        """200 cases; by hand: po 140/200, pe (120 x 100 + 60 x 60 + 20 x 40)/200^2."""
        answers = {("1", "1"): 88, ("1", "2"): 14, ("1", "3"): 18, ("2", "1"): 10, ("2", "2"): 40, ("2", "3"): 10}
        answers |= {("3", "1"): 2, ("3", "2"): 6, ("3", "3"): 12}
        po, pe = 0.7, 0.41
        assert cohens_kappa(answers).value == pytest.approx((po - pe) / (1 - pe))

    def test_is_one_where_all_agree_and_below_nought_where_none_do(self):
        assert cohens_kappa({("a", "a"): 3, ("b", "b"): 2}).value == 1
        assert cohens_kappa({("a", "b"): 2, ("b", "a"): 2}).value == -1

    def test_is_nought_where_answers_have_nothing_to_do_with_each_other(self):
        assert cohens_kappa(dict.fromkeys(product("ab", "ab"), 5)).value == 0

    def test_is_the_same_whichever_rater_is_named_first(self):
        rng = Random(5)
        for _ in range(50):
            answers = Counter((rng.choice("abc"), rng.choice("abc")) for _ in range(rng.randrange(1, 30)))
            turned = Counter({(b, a): number for (a, b), number in answers.items()})
            assert cohens_kappa(answers) == cohens_kappa(turned)

    def test_is_not_defined_where_chance_alone_would_always_agree(self):
        assert cohens_kappa({("keep", "keep"): 9}) == Kappa(9, 9, None, ALWAYS_THE_SAME)

    def test_is_not_defined_of_nothing(self):
        assert cohens_kappa({}) == Kappa(0, 0, None, NOTHING)

    @pytest.mark.parametrize(
        ("value", "words"),
        [(1, "almost perfect"), (0.7, "substantial"), (0.5, "moderate"), (0.3, "fair"), (0.1, "slight")],
    )
    def test_has_a_customary_name(self, value, words):
        assert Kappa(1, 1, value).in_words == words
        assert Kappa(1, 1, -0.2).in_words == "no better than chance" and Kappa(0, 0, None).in_words == ""


class TestShare:
    def test_has_the_wilson_interval(self):
        """Wilson's interval of 1 of 10 at 95 %: 0.0179 to 0.4042."""
        share = Share(1, 10)
        assert share.value == 0.1 and share.likely == pytest.approx((0.0179, 0.4042), abs=1e-4)

    def test_of_nothing_says_nothing(self):
        assert Share(0, 0).value is None and Share(0, 0).likely is None

    def test_never_leaves_the_range(self):
        for base in range(1, 40):
            for number in range(base + 1):
                low, high = Share(number, base).likely
                assert 0 <= low <= number / base + 1e-12 and number / base - 1e-12 <= high <= 1
