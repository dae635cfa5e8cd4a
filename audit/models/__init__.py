"""The log: entries, their chain, and each marketplace's head of chain."""

from audit.models.entry import Entry, Head, Link

__all__ = ["Entry", "Head", "Link"]
