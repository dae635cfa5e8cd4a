"""Cohen's kappa: how far two people agree beyond what chance alone would bring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

NOTHING = "No case was answered by both yet."
ALWAYS_THE_SAME = (
    "Both gave one and the same answer each time. Chance alone would agree as often, so kappa says nothing."
)


_WORDS = (
    (0.8, "almost perfect"),
    (0.6, "substantial"),
    (0.4, "moderate"),
    (0.2, "fair"),
    (0.0, "slight"),
)


@dataclass(frozen=True, slots=True)
class Kappa:
    """`value` is from -1 to 1, and None where kappa is not defined: `why` says so in a sentence."""

    cases: int
    agreed: int
    value: float | None
    why: str = ""

    @property
    def in_words(self) -> str:
        """The customary name of its height (Landis and Koch, Biometrics 33 (1977), 159-174); '' where undefined."""
        if self.value is None:
            return ""
        return next((words for above, words in _WORDS if self.value > above), "no better than chance")


def cohens_kappa(answers: Mapping[tuple[str, str], int]) -> Kappa:
    """Kappa of two raters: `answers` counts the cases by (what the one answered, what the other did).

    kappa = (po - pe) / (1 - pe), with po the share of cases in which both answered the same, and pe the share that
    two raters with these habits would agree on by chance: the sum over the answers of the product of how often each
    rater gave it. Not defined where pe is 1. Source: J. Cohen, "A coefficient of agreement for nominal scales",
    Educational and Psychological Measurement 20 (1960), 37-46. Computed in fractions, so that "pe is 1" is exact.
    """
    cases = sum(answers.values())
    agreed = sum(number for (one, other), number in answers.items() if one == other)
    if not cases:
        return Kappa(0, 0, None, NOTHING)
    of_one: Counter[str] = Counter()
    of_other: Counter[str] = Counter()
    for (one, other), number in answers.items():
        of_one[one] += number
        of_other[other] += number
    observed = Fraction(agreed, cases)
    expected = sum((Fraction(of_one[answer] * of_other[answer], cases**2) for answer in of_one), Fraction(0))
    if expected == 1:
        return Kappa(cases, agreed, None, ALWAYS_THE_SAME)
    return Kappa(cases, agreed, float((observed - expected) / (1 - expected)))
