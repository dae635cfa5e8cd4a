"""What a replay adds up, and how its report reads as JSON: totals of everything, listings up to a limit."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from itertools import count
from typing import Any

from feedback.queries import Standing
from tenants.models import Tenant

LISTED = 500
"""So many cases and sellers are named; all are counted."""


@dataclass
class CaseTotals:
    """The cases of the span; those that change are listed, the newest first."""

    looked_at: int = 0
    changed: int = 0
    refused: int = 0
    refused_by: Counter[str] = field(default_factory=Counter)
    recommendation_changed: int = 0
    held_before: int = 0
    held_after: int = 0
    months: dict[str, Counter[str]] = field(default_factory=dict)
    listed: list[dict[str, Any]] = field(default_factory=list)

    def add(self, filed_at: datetime, tenant: Tenant, *, refused: bool, held: tuple[bool, bool]) -> None:
        self.looked_at += 1
        self.refused += refused
        self.held_before += held[0]
        self.held_after += held[1]
        month = self.months.setdefault(f"{filed_at.astimezone(tenant.zone):%Y-%m}", Counter())
        month.update(filed=1, refused=int(refused), held_before=int(held[0]), held_after=int(held[1]))

    def change(self, row: dict[str, Any]) -> None:
        self.changed += 1
        if len(self.listed) < LISTED:
            self.listed.append(row)

    def to_json(self) -> dict[str, Any]:
        return {
            "looked_at": self.looked_at,
            "changed": self.changed,
            "refused": self.refused,
            "refused_by": dict(sorted(self.refused_by.items())),
            "recommendation_changed": self.recommendation_changed,
            "listed": self.listed,
        }

    def queue(self, days: int) -> dict[str, Any]:
        """The load: cases filed and decisions held, before and after, in all, a day and by month."""
        filed = {"before": self.looked_at, "after": self.looked_at - self.refused}
        held = {"before": self.held_before, "after": self.held_after}
        months = [
            {
                "month": month,
                "filed": {"before": each["filed"], "after": each["filed"] - each["refused"]},
                "held": {"before": each["held_before"], "after": each["held_after"]},
            }
            for month, each in sorted(self.months.items())
        ]
        return {
            "filed": {**filed, "a_day": _a_day(filed, days)},
            "held": {**held, "a_day": _a_day(held, days)},
            "months": months,
        }


@dataclass
class SellerTotals:
    """All sellers as of now; those whose status or rate changes are listed, the largest change first."""

    looked_at: int = 0
    changed: int = 0
    status_changed: int = 0
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    _largest: list[tuple[Fraction, int, dict[str, Any]]] = field(default_factory=list)
    _order: count[int] = field(default_factory=lambda: count(0, -1))

    def add(self, seller: Any, before: Standing, after: Standing) -> None:
        self.looked_at += 1
        if (before.exact, before.status) == (after.exact, after.status):
            return
        self.changed += 1
        if before.status != after.status:
            self.status_changed += 1
            self.moves[before.status, after.status] += 1
        row = {
            "seller": seller.external_id,
            "name": seller.name,
            "slug": seller.slug,
            "rate": {"before": before.rate, "after": after.rate},
            "status": {"before": before.status, "after": after.status},
            "ratings": {"before": before.ratings, "after": after.ratings},
        }
        entry = (_size(before, after), next(self._order), row)
        (heapq.heappush if len(self._largest) < LISTED else heapq.heappushpop)(self._largest, entry)

    def to_json(self) -> dict[str, Any]:
        return {
            "looked_at": self.looked_at,
            "changed": self.changed,
            "status_changed": self.status_changed,
            "moves": [
                {"before": before, "after": after, "sellers": sellers}
                for (before, after), sellers in sorted(self.moves.items())
            ],
            "listed": [row for _, _, row in sorted(self._largest, reverse=True)],
        }


def _size(before: Standing, after: Standing) -> Fraction:
    """How far the rate moves; one that comes into being or ceases to be moves by all there is."""
    if (before.exact is None) != (after.exact is None):
        return Fraction(1)
    if before.exact is None or after.exact is None:
        return Fraction(0)
    return abs(after.exact - before.exact)


def _a_day(figures: dict[str, int], days: int) -> dict[str, float]:
    return {name: round(number / days, 2) for name, number in figures.items()}
