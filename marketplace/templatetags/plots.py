"""Geometry of stars, histograms, bars and trends, computed here so that templates only draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from policy.saying import say, say_number
from wire.speaking import SPEAKER, short_day, short_month

register = template.Library()

STAR = 24  # width of one star in the drawing's units; there are five
WIDTH, HEIGHT = 400, 170  # the trend drawing, in its own units
LEFT, RIGHT, TOP, BOTTOM = 44, 10, 12, 26
FLOORS = (90, 80, 70, 60, 50, 25, 0)  # where the vertical axis may begin, in percent
POINTS_AT_MOST = 120


def percent_text(rate: Decimal | float | None, target: Decimal | float | None = None) -> str:
    """A rate in percent with one decimal, half-even, never rounded up to or over a target it misses."""
    if rate is None:
        return str(say("no rate"))
    exact, tenth = Decimal(str(rate)), Decimal("0.1")
    shown = exact.quantize(tenth, ROUND_HALF_EVEN)
    if target is not None and exact < Decimal(str(target)) <= shown:
        shown = exact.quantize(tenth, ROUND_FLOOR)
    return f"{SPEAKER.fixed(shown, 1)} %"


def share(part: float, whole: float) -> float:
    """What part of the whole, in percent with two decimals; 0 of nothing is 0."""
    return round(100 * part / whole, 2) if whole else 0.0


def share_text(part: float, whole: float) -> str:
    """The share in whole percent; what is there never reads 0 %, what is missing never reads 100 %."""
    exact = 100 * part / whole if whole else 0.0
    if 0 < exact < 0.5:
        return "<1 %"
    if 99.5 <= exact < 100:
        return ">99 %"
    return f"{exact:.0f} %"


@register.filter
def star_width(value: Any) -> str:
    """How far five stars are filled, in units of the drawing (0-120); nothing counts as none."""
    try:
        stars = float(value)
    except (TypeError, ValueError):
        return "0"
    return f"{min(max(stars, 0.0), 5.0) * STAR:.1f}"


@register.filter
def stars_text(value: Any) -> str:
    """The number of stars in digits: '4', '4.5'; nothing as an empty text."""
    try:
        return f"{float(value):.1f}".removesuffix(".0")
    except (TypeError, ValueError):
        return ""


@lru_cache(maxsize=1024)
def _stars(text: str, size: str, language: str | None) -> SafeString:
    return mark_safe(  # noqa: S308 - a component of ours, escaped by its template
        render_to_string("components/stars.html", {"value": text or None, "size": size})
    )


@register.simple_tag
def stars(value: Any, size: str = "") -> SafeString:
    """The stars component, rendered once for each value: lists draw the same few again and again."""
    return _stars(stars_text(value), size, get_language())


@register.inclusion_tag("components/histogram.html")
def histogram(
    counts: Mapping[Any, int], caption: str = say("Ratings by stars"), base: str = "", href: str = ""
) -> dict[str, Any]:
    """Rows from five stars to one, each with its share of all; href may hold STARS as a placeholder."""
    numbers = {int(key): int(value or 0) for key, value in counts.items()}
    total = sum(numbers.get(stars, 0) for stars in range(1, 6))
    rows = [
        {
            "stars": stars,
            "count": numbers.get(stars, 0),
            "share": share(numbers.get(stars, 0), total),
            "percent": share_text(numbers.get(stars, 0), total),
            "href": href.replace("STARS", str(stars)),
        }
        for stars in range(5, 0, -1)
    ]
    return {"rows": rows, "total": total, "caption": caption, "base": base}


@register.inclusion_tag("components/bar_table.html")
def bar_table(rows: Sequence[Sequence[Any]], caption: str = "", unit: str = "") -> dict[str, Any]:
    """Rows of (label, number[, href]) with bars measured against the largest number."""
    largest = max((row[1] for row in rows), default=0)
    return {
        "rows": [
            {
                "label": row[0],
                "number": row[1],
                "share": share(row[1], largest),
                "href": row[2] if len(row) > 2 else "",
            }
            for row in rows
        ],
        "caption": caption,
        "unit": unit,
    }


@dataclass(frozen=True)
class TrendPoint:
    """One moment of a trend: its day, the rate in percent or None, and the ratings it rests on."""

    day: date
    rate: float | None
    ratings: int
    text: str
    x: float
    y: float | None

    @property
    def day_text(self) -> str:
        return short_day(self.day)


def axis_floor(rates: Sequence[float], target: float | None) -> int:
    """The highest allowed start of the axis that leaves room under the lowest rate and the target."""
    lowest = min([*rates, *([target] if target is not None else [])], default=0)
    return next((floor for floor in FLOORS if floor <= lowest - 2), 0)


def height_of(percent: float, floor: int) -> float:
    """Where a rate lies on the drawing's vertical axis, which runs from the floor to 100 %."""
    inner = HEIGHT - TOP - BOTTOM
    return round(TOP + (1 - (min(percent, 100.0) - floor) / (100 - floor)) * inner, 1)


def trend_points(rows: Sequence[Sequence[Any]], target: float | None, floor: int) -> list[TrendPoint]:
    """Days spread by their distance in time, rates from the floor to 100, in units of the drawing."""
    days = [row[0].date() if isinstance(row[0], datetime) else row[0] for row in rows]
    span = (max(days) - min(days)).days if days else 0
    points = []
    for day, row in zip(days, rows, strict=True):
        rate = None if row[1] is None else float(row[1])
        along = (day - min(days)).days / span if span else 0.5
        points.append(
            TrendPoint(
                day=day,
                rate=rate,
                ratings=int(row[2] or 0) if len(row) > 2 else 0,
                text=percent_text(row[1], target),
                x=round(LEFT + along * (WIDTH - LEFT - RIGHT), 1),
                y=None if rate is None else height_of(rate, floor),
            )
        )
    return points


def line_paths(points: Sequence[TrendPoint]) -> list[str]:
    """One path for each unbroken run of rates: a day without a rate leaves a gap, never a zero."""
    paths, run = [], []
    for point in [*points, None]:
        if point is not None and point.y is not None:
            run.append(f"{point.x:g} {point.y:g}")
        elif run:
            paths.append("M" + "L".join(run) + ("h0.01" if len(run) == 1 else ""))
            run = []
    return paths


def thinned(rows: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
    """At most POINTS_AT_MOST rows, evenly taken, the last always kept."""
    step = -(-len(rows) // POINTS_AT_MOST) or 1
    return list(rows[::-1][::step])[::-1]


def area_path(points: Sequence[TrendPoint], base: float) -> str:
    """The surface under an unbroken line; nothing where there are gaps, which a surface would hide."""
    if len(points) < 2 or any(point.y is None for point in points):
        return ""
    line = "L".join(f"{point.x:g} {point.y:g}" for point in points)
    return f"M{points[0].x:g} {base:g}L{line}L{points[-1].x:g} {base:g}Z"


def _hit(point: TrendPoint) -> str:
    said = {"day": point.day_text, "rate": point.text}
    return str(say_number("{day}: {rate}, {number} rating", "{day}: {rate}, {number} ratings", point.ratings, **said))


@register.inclusion_tag("components/trend_plot.html")
def trend_plot(
    points: Sequence[Sequence[Any]],
    target: float | None = None,
    title: str = say("Rate over time"),
    base: str = "",
) -> dict[str, Any]:
    """A trend, its target line and a table of both; points are (day, percent or None, ratings)."""
    rows = thinned(sorted(points, key=lambda row: row[0]))
    goal = None if target is None else float(target)
    floor = axis_floor([float(row[1]) for row in rows if row[1] is not None], goal)
    drawn = trend_points(rows, goal, floor)
    rated = [point for point in drawn if point.y is not None]
    goal_y = None if goal is None else height_of(goal, floor)
    marks = [(percent, height_of(percent, floor)) for percent in (100, (100 + floor) / 2, floor)]
    # Coordinates go to the template as text: a number would be written with the reader's decimal comma.
    return {
        "title": title,
        "base": base,
        "rows": [(point.day_text, point.text, SPEAKER.number(point.ratings)) for point in drawn],
        "hits": [(f"{p.x:g}", f"{p.y:g}", _hit(p)) for p in rated],
        "last": rated[-1] if rated else None,
        "lines": line_paths(drawn),
        "area": area_path(drawn, HEIGHT - BOTTOM),
        "marks": [
            (f"{SPEAKER.number(percent)} %", f"{y:g}") for percent, y in marks if goal_y is None or abs(y - goal_y) > 17
        ],
        "target": None if goal is None else (f"{SPEAKER.number(goal)} %", f"{goal_y:g}"),
        "days": [short_month(point.day) for point in (drawn[0], drawn[-1])] if drawn else [],
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "width": WIDTH,
        "height": HEIGHT,
    }
