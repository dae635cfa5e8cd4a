"""What links the reviews of a group, in words for each of them, counted with its base, and as a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import atan2, cos, pi, sin
from typing import Final

from disputes.models import GroupReview
from policy.phrases import listed

LABELS: Final = {
    "device": "same device",
    "payment": "same means of payment",
    "competitor": "same competing seller",
    "address": "same network address",
    "words": "nearly the same words",
}
"""The strongest first."""
MOST_DRAWN: Final = 30
"""With more reviews a drawing is a knot; the table says the same."""
_RADIUS, _MIDDLE, _APART = 128, 160, 7
"""In units of the drawing; lines between the same two reviews run side by side."""


@dataclass(frozen=True, slots=True)
class Line:
    """A link between two reviews of the table, by their numbers there."""

    one: int
    other: int
    by: str


@dataclass(frozen=True, slots=True)
class Node:
    number: int
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Edge:
    """One line between two reviews, drawn in the manner of its kind."""

    kind: str
    x1: str
    y1: str
    x2: str
    y2: str


def lines_of(members: Sequence[GroupReview]) -> list[Line]:
    """Every link once."""
    numbers = {str(each.review_id): number for number, each in enumerate(members, 1)}
    found = {
        (*sorted((numbers[str(each.review_id)], numbers[link["review"]])), link["by"])
        for each in members
        for link in each.links
        if link["review"] in numbers and link["by"] in LABELS
    }
    return [Line(*each) for each in sorted(found)]


def linked_to(number: int, lines: Sequence[Line]) -> list[str]:
    """What a review shares with which others: "Same device as 2 and 5"."""
    ends: dict[str, list[int]] = {by: [] for by in LABELS}
    for line in lines:
        if number in (line.one, line.other):
            ends[line.by].append(line.other if number == line.one else line.one)
    return [
        f"{LABELS[by].capitalize()} as {listed([str(each) for each in sorted(others)], 'and')}"
        for by, others in ends.items()
        if others
    ]


def counted(lines: Sequence[Line]) -> list[dict[str, object]]:
    """For each kind how many reviews share such a thing with another one."""
    sharing = {by: {end for line in lines if line.by == by for end in (line.one, line.other)} for by in LABELS}
    return [{"kind": by, "label": LABELS[by], "reviews": len(ends)} for by, ends in sharing.items() if ends]


def drawn(size: int, lines: Sequence[Line]) -> dict[str, object] | None:
    """The reviews in a ring, clockwise from the top; None where there is nothing to draw or too much."""
    if not lines or size > MOST_DRAWN:
        return None
    places = {number: _place(number, size) for number in range(1, size + 1)}
    nodes = [Node(number, f"{x:.1f}", f"{y:.1f}") for number, (x, y) in places.items()]
    edges: list[Edge] = []
    for (one, other), same in groupby(lines, key=lambda line: (line.one, line.other)):
        kinds = sorted((line.by for line in same), key=list(LABELS).index)
        edges += [
            _edge(kind, places[one], places[other], _APART * (at - (len(kinds) - 1) / 2))
            for at, kind in enumerate(kinds)
        ]
    return {"nodes": nodes, "edges": edges, "size": 2 * _MIDDLE}


def _place(number: int, size: int) -> tuple[float, float]:
    turn = 2 * pi * (number - 1) / size
    return _MIDDLE + _RADIUS * sin(turn), _MIDDLE - _RADIUS * cos(turn)


def _edge(kind: str, one: tuple[float, float], other: tuple[float, float], aside: float) -> Edge:
    """From middle to middle, so far to one side."""
    turn = atan2(other[1] - one[1], other[0] - one[0])
    x, y = -aside * sin(turn), aside * cos(turn)
    return Edge(kind, *(f"{place:.1f}" for place in (one[0] + x, one[1] + y, other[0] + x, other[1] + y)))
