"""What a person typed into a form about an order."""

from __future__ import annotations


def decimal_text(typed: str) -> str:
    """An amount as people write it, "12,50" too, with the point that the rules for amounts read."""
    return typed.replace(",", ".")
