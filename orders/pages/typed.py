"""What a person typed into a form about an order, with times of the marketplace's own clock."""

from wire.typed_times import TypedWithTimes

__all__ = ["TypedWithTimes", "decimal_text"]


def decimal_text(typed: str) -> str:
    """An amount as people write it, "12,50" too, with the point that the rules for amounts read."""
    return typed.replace(",", ".")
