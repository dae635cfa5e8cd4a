"""What a buyer typed into the form of a review."""

from __future__ import annotations

from typing import Any

from wire.typed import DIGITS, Typed


class TypedReview(Typed):
    def star(self, name: str) -> Any:
        """The stars as a number, None where none were chosen; what is no number stays, to be refused."""
        text = self.values.get(name, "").strip()
        if not text:
            return None
        return int(text) if DIGITS.fullmatch(text) else text
