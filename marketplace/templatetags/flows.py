"""Geometry of what comes and goes: columns a day above and below a line, and a stock with what is expected of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django import template

from marketplace.templatetags.plots import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, thinned

register = template.Library()

DAYS_AT_MOST = 100
"""With more, a column is a week."""
GAP = 0.3
"""Of a column's place, so much is left free."""
STEPS = (1, 2, 3, 4, 6, 8)
INNER = WIDTH - LEFT - RIGHT
FLOOR = HEIGHT - BOTTOM


def top_of_axis(largest: float) -> int:
    """The next round number that is no smaller, one of STEPS with noughts; at least 2, so that there is a half."""
    size = 1
    while True:
        for step in STEPS:
            if step * size >= max(largest, 2):
                return step * size
        size *= 10


def day_text(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def by_week(rows: Sequence[Sequence[Any]]) -> list[tuple]:
    """Rows of days summed up to weeks from Monday on; the first and the last may be parts of one."""
    weeks = groupby(rows, key=lambda row: row[0] - timedelta(days=row[0].weekday()))
    summed = []
    for _, group in weeks:
        days = list(group)
        summed.append((days[0][0], *(sum(column) for column in zip(*(day[1:] for day in days), strict=True))))
    return summed


@register.inclusion_tag("components/flow_plot.html")
def flow_plot(rows: Sequence[Sequence[Any]], title: str, came: str, went: str, left: str, base: str = "") -> dict:
    """Rows are (day, came, went, left): the first stands above the line, the other two below it, one on the other.

    `came`, `went` and `left` are the words for them. Both sides have one scale.
    """
    drawn = by_week(rows) if len(rows) > DAYS_AT_MOST else list(rows)
    up = max((row[1] for row in drawn), default=0)
    down = max((row[2] + row[3] for row in drawn), default=0)
    # The zero line lies where both sides fit, and either side has room for its own tick.
    top, bottom = top_of_axis(up), top_of_axis(down)
    scale = (FLOOR - TOP) / (top + bottom)
    zero = TOP + top * scale
    place = INNER / max(len(drawn), 1)
    return {
        "title": title,
        "base": base,
        "words": {"came": came, "went": went, "left": left},
        "weeks": len(rows) > DAYS_AT_MOST,
        "rows": [(day_text(row[0]), *row[1:4]) for row in drawn],
        "columns": [_column(row, LEFT + number * place, place, zero, scale) for number, row in enumerate(drawn)],
        "anything": up or down,
        "zero": f"{zero:g}",
        "marks": [(top, f"{TOP:g}"), (0, f"{zero:.1f}"), (bottom, f"{FLOOR:g}")],
        "days": [day_text(row[0]) for row in (rows[0], rows[-1])] if rows else [],
        **_frame(),
    }


def _column(row: Sequence[Any], x: float, place: float, zero: float, scale: float) -> dict[str, str]:
    _, came, went, left = row
    return {
        "x": f"{x + place * GAP / 2:.2f}",
        "width": f"{place * (1 - GAP):.2f}",
        "came_y": f"{zero - came * scale:.2f}",
        "came": f"{came * scale:.2f}",
        "went_y": f"{zero:.2f}",
        "went": f"{went * scale:.2f}",
        "left_y": f"{zero + went * scale:.2f}",
        "left": f"{left * scale:.2f}",
        "place_x": f"{x:.2f}",
        "place": f"{place:.2f}",
        "day": day_text(row[0]),
        "numbers": (came, went, left),
    }


@register.inclusion_tag("components/outlook_plot.html")
def outlook_plot(
    past: Sequence[Sequence[Any]], expected: Sequence[Sequence[Any]], title: str, unit: str, base: str = ""
) -> dict[str, Any]:
    """A stock at each day's end: `past` is (day, number), `expected` (day, number, low, high), the band's ends.

    The first expected day may be the last of the past, which is not over yet.
    """
    known, coming = thinned(past), list(expected)
    first = known[0][0] if known else None
    last = (coming or known)[-1][0] if known else None
    top = top_of_axis(max([row[1] for row in known] + [row[3] for row in coming], default=0))

    def at(day: date, number: float) -> str:
        along = (day - first).days / max((last - first).days, 1)
        return f"{LEFT + along * INNER:.1f} {FLOOR - number / top * (FLOOR - TOP):.1f}"

    now = at(*known[-1][:2]) if known else ""
    ahead = [row for row in coming if row[0] > known[-1][0]]
    band = [at(row[0], row[3]) for row in ahead] + [at(row[0], row[2]) for row in reversed(ahead)]
    return {
        "title": title,
        "base": base,
        "unit": unit,
        "known": [(day_text(day), number) for day, number in known],
        "coming": [(day_text(day), round(number), round(low), round(high)) for day, number, low, high in coming],
        "hits": [
            *((*at(day, number).split(), f"{day_text(day)}: {number:,} {unit}") for day, number in known),
            *((*at(row[0], row[1]).split(), _expected(row, unit)) for row in ahead),
        ],
        "line": "M" + "L".join(at(day, number) for day, number in known) if len(known) > 1 else "",
        "ahead": "M" + "L".join([now, *(at(row[0], row[1]) for row in ahead)]) if ahead else "",
        "band": "M" + "L".join([now, *band]) + "Z" if ahead else "",
        "now": now.split(),
        "marks": [(number, f"{FLOOR - number / top * (FLOOR - TOP):g}") for number in (top, top // 2, 0)],
        "days": [day_text(first), day_text(last)] if first else [],
        **_frame(),
    }


def _expected(row: Sequence[Any], unit: str) -> str:
    day, number, low, high = row
    return f"{day_text(day)}: about {number:,.0f} {unit}, in 8 of 10 cases {low:,.0f} to {high:,.0f}"


def _frame() -> dict[str, int]:
    return {"left": LEFT, "right": WIDTH - RIGHT, "top": TOP, "floor": FLOOR, "width": WIDTH, "height": HEIGHT}
