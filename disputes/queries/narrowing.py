"""Finds the first cases of a narrowed queue, beginning with whatever leaves the fewest.

Each mark's cases stand in an index in the order of deadlines. Of several conditions the rarest is walked, and the
others are asked of each case on the way; how rare each is, the database would guess wrongly, so it is counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from django.db.models.lookups import IsNull

from disputes.models import QueueMark, RemovalRequest

MOST = 1_001
"""Cases that are looked for: a list shows no more than a thousand, and says when there are more."""
_COUNTED = 30_000
"""How far conditions are compared; of two that more cases fulfil either is soon found together with the other."""
_SORTED = 16_000
"""Cases that are not in order yet and may still be a beginning."""
_AT_ONCE = 2_000
"""So many of these are asked for the other conditions at a time."""


@dataclass(frozen=True, slots=True)
class Way:
    """A condition on the marks, one of which the case must have."""

    marks: Mapping[str, Any]
    in_order: bool = True
    """Whether all of its marks stand in the order of deadlines, as those of one value do."""
    said_by_case: bool = False
    """Whether a condition on the cases says the same, so that it is only a place to begin."""


def first_of(
    cases: QuerySet[RemovalRequest], ways: Sequence[Way], *, others: QuerySet[RemovalRequest] | None, few: bool
) -> list[str]:
    """The ids of the most urgent of `cases` that have a mark of each of the `ways`; no more than MOST.

    `few`: the conditions on the cases leave next to none; `others`: how many they leave at most, where an index knows
    that. Either may be a better place to begin than the marks.
    """
    alone = len(ways) == 1 and ways[0].in_order and others is None
    sizes = [0 for _ in ways] if few or alone else [_size(QueueMark.objects.filter(**way.marks)) for way in ways]
    ranked = sorted(zip(sizes, ways, strict=True), key=lambda each: each[0])
    # Many that must be sorted first are no beginning.
    begun = [each for each in ranked if each[1].in_order or each[0] < _SORTED]
    from_cases = few or not begun or (others is not None and _size(others) < begun[0][0])
    best = None if from_cases else begun[0][1]
    asked = [QueueMark.objects.filter(**way.marks) for _, way in ranked if way is not best and not way.said_by_case]
    if best is None or not best.in_order:
        for marks in asked:
            cases = cases.filter(_one_by_one(marks.filter(request=OuterRef("pk")), "request"))
        ordered = cases.order_by("due_at", "id").values_list(_as_text("pk"), flat=True)
        return list(ordered[:MOST]) if best is None else _bit_by_bit(ordered, best, begun[0][0])
    found = QueueMark.objects.filter(**best.marks)
    for marks in asked:
        found = found.filter(_one_by_one(marks.filter(request=OuterRef("request")), "request"))
    found = found.filter(_one_by_one(cases.filter(pk=OuterRef("request")), "pk"))
    return list(found.order_by("due_at", "request").values_list(_as_text("request"), flat=True)[:MOST])


def _as_text(column: str) -> Cast:
    """Most ids are only counted: a thousand of them cost more to read as ids than to find."""
    return Cast(column, TextField())


def _bit_by_bit(ordered: QuerySet[Any], way: Way, size: int) -> list[str]:
    """The first of `ordered` among the cases of a way that is not in order: sorted first, then asked until enough."""
    marked = QueueMark.objects.filter(**way.marks).order_by("due_at", "request")
    marked = marked.values_list(_as_text("request"), flat=True)
    found: list[str] = []
    for first in range(0, size, _AT_ONCE):
        found += ordered.filter(pk__in=_these(list(marked[first : first + _AT_ONCE])))[: MOST - len(found)]
        if len(found) == MOST:
            break
    return found


def _these(ids: Sequence[str]) -> RawSQL:
    """For `pk__in`: a thousand ids as one value, which the database reads faster than a thousand values."""
    return RawSQL("SELECT unnest(%s::uuid[])", ["{" + ",".join(ids) + "}"])  # noqa: S611 - a parameter


def _one_by_one(rows: QuerySet[Any], column: str) -> IsNull:
    """The condition that there are such rows, in a form that the database asks row by row: it would take an EXISTS for
    a join, and join all of a queue to find its first. `column`: one that the index of the rows holds."""
    return IsNull(Subquery(rows.order_by().values(column)[:1]), False)


def _size(rows: QuerySet[Any]) -> int:
    return rows.order_by().values("tenant")[:_COUNTED].count()
