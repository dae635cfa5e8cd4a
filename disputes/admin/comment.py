"""The contested comment in pieces: what findings point at is marked, each piece knows where it begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from disputes.queries import ClaimWithFinding

LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """`start` is its place in the comment, in characters: what a browser selects is counted from there."""

    start: int
    text: str
    why: str = ""
    hidden: bool = False
    line_end: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    start: int
    end: int
    why: str = ""
    hidden: bool = False


def marks_of(claims: Iterable[ClaimWithFinding], review) -> list[Mark]:
    """What the newest findings point at in this review's comment, and what is redacted already."""
    marks = [Mark(start, end, hidden=True) for start, end in review.redactions]
    for each in claims:
        for reference in each.finding.references if each.finding else ():
            here = reference["kind"] == "review" and reference["ref"] == str(review.pk)
            if here and reference.get("start") is not None and reference.get("end") is not None:
                why = (reference.get("note") or "").replace("_", " ")
                marks.append(Mark(reference["start"], reference["end"], why=why))
    return marks


def pieces_of(comment: str, marks: Sequence[Mark]) -> list[Piece]:
    """Pieces in order, cut where a mark begins or ends and at each end of a line."""
    ends = [match.span() for match in LINE_END.finditer(comment)]
    cuts = {0, len(comment)}
    cuts |= {place for mark in marks for place in (mark.start, mark.end) if 0 < place < len(comment)}
    cuts |= {place for span in ends for place in span}
    places = sorted(cuts)
    breaks = {start for start, _ in ends}
    pieces = []
    for start, end in zip(places, places[1:], strict=False):
        over = [mark for mark in marks if mark.start <= start and end <= mark.end]
        why = ", ".join(dict.fromkeys(mark.why for mark in over if mark.why))
        pieces.append(
            Piece(
                start,
                "" if start in breaks else comment[start:end],
                why=why or ("found" if any(not mark.hidden for mark in over) else ""),
                hidden=any(mark.hidden for mark in over),
                line_end=start in breaks,
            )
        )
    return pieces


def redacted(comment: str, spans: Iterable[Sequence[int]]) -> list[Piece]:
    """The comment as readers will see it: what is hidden gives no text away."""
    marks = [Mark(start, end, hidden=True) for start, end in spans if 0 <= start < end <= len(comment)]
    merged: list[Piece] = []
    for piece in pieces_of(comment, marks):
        if piece.hidden and merged and merged[-1].hidden:
            continue
        merged.append(Piece(piece.start, "", hidden=True) if piece.hidden else piece)
    return merged
