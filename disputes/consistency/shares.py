"""A share that is never bare: so many of so many, and between which ends the true one likely lies."""

from __future__ import annotations

from dataclasses import dataclass

from policy.rate import Counts, Interval, wilson
from policy.terms import RateFormula


@dataclass(frozen=True, slots=True)
class Share:
    number: int
    base: int

    @property
    def value(self) -> float | None:
        """From 0 to 1; None of nothing."""
        return self.number / self.base if self.base else None

    @property
    def likely(self) -> Interval | None:
        """The 95 % Wilson score interval (Wilson 1927), which holds for small bases too; None of nothing."""
        return wilson(Counts(positive=self.number, negative=self.base - self.number), RateFormula.POSITIVE_SHARE)
