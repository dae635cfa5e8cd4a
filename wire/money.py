"""Amounts of money as a language writes them."""

from __future__ import annotations

from decimal import Decimal

from policy.saying import Said, Speaker


def money(amount: Decimal, currency: str) -> Said:
    """An amount with two decimals and its currency by its letters: "1,204.50 EUR", in German "1.204,50 EUR"."""
    return Said(_money, amount, currency)


def _money(speaker: Speaker, amount: Decimal, currency: str) -> str:
    return f"{speaker.fixed(amount, 2)} {currency}".strip()
