"""The order's promises beside what happened: on time, late, or never."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

STEPS = (
    ("Placed", None, "placed_at"),
    ("Started", "promised_start_at", "started_at"),
    ("Shipped", "promised_ship_at", "shipped_at"),
    ("Completed", "promised_completion_at", "delivered_at"),
    ("Closed", None, "closed_at"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One line. `mark` is late, on_time, missed (promised, the time over, nothing happened), open or ''."""

    name: str
    promised: datetime | None
    actual: datetime | None
    mark: str
    by: timedelta | None
    field: str
    pointed_at: bool = False


def steps_of(order, now: datetime, fields: frozenset[str] = frozenset()) -> list[Step]:
    """The order's steps; `fields` are those that findings rest on."""
    steps = []
    for name, promise_field, actual_field in STEPS:
        promised = getattr(order, promise_field) if promise_field else None
        actual = getattr(order, actual_field)
        if promised is None and actual is None:
            continue
        mark, by = _mark(promised, actual, now)
        pointed_at = not fields.isdisjoint({promise_field or "", actual_field})
        steps.append(Step(name, promised, actual, mark, by, actual_field, pointed_at))
    return steps


def _mark(promised: datetime | None, actual: datetime | None, now: datetime) -> tuple[str, timedelta | None]:
    if promised is None:
        return "", None
    if actual is None:
        return ("missed", now - promised) if promised < now else ("open", promised - now)
    return ("late", actual - promised) if actual > promised else ("on_time", promised - actual)
