"""Amounts of money as a language writes them."""

from __future__ import annotations

from decimal import Decimal

from policy.saying import Said, Speaker


class _Money(Said):
    @staticmethod
    def told(speaker: Speaker, amount: Decimal, currency: str) -> str:  # type: ignore[override]
        return f"{speaker.fixed(amount, 2)} {currency}".strip()


def money(amount: Decimal, currency: str) -> Said:
    """An amount with two decimals and its currency by its letters: "1,204.50 EUR", in German "1.204,50 EUR"."""
    return _Money(amount, currency)
