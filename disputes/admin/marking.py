"""A text in pieces: what findings point at is marked and named, and each piece knows where it begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from disputes.queries import ClaimWithFinding
from policy.terms import GroundKey

LINE_END = re.compile(r"\r\n|\r|\n")

TONES: Final[Mapping[GroundKey, str]] = MappingProxyType(
    {
        GroundKey.PERSONAL_INFORMATION: "private",
        GroundKey.OBSCENE_LANGUAGE: "obscene",
        GroundKey.UNRELATED: "insult",
        GroundKey.WRONG_ORDER: "name",
        GroundKey.DUPLICATE: "copy",
        GroundKey.PRODUCT_REVIEW: "subject",
        GroundKey.PLATFORM_FULFILMENT: "subject",
        GroundKey.SHIPPED_ON_TIME: "subject",
        GroundKey.BLACKMAIL: "threat",
    }
)
"""How marks look; each has a line of its own kind under it and a name beside it, so that colour never says it alone."""
ABOUT = "about "
"""A sentence's subject begins so, whichever ground it is pointed at for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`start` is its place in the text, in characters: what a browser selects is counted from there."""

    start: int
    text: str
    why: str = ""
    tone: str = ""
    label: str = ""
    """What stands beside the mark's end; empty where the mark goes on in the next piece."""
    hidden: bool = False
    line_end: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    start: int
    end: int
    why: str = ""
    tone: str = ""
    hidden: bool = False


def marks_by_ref(claims: Iterable[ClaimWithFinding], kind: str) -> dict[str, list[Mark]]:
    """What the newest findings point at in texts of one kind, reviews' comments or messages, by the text's id."""
    marks: dict[str, dict[Mark, None]] = {}
    for ground, reference in references_of(claims):
        if reference["kind"] == kind and has_place(reference):
            mark = Mark(reference["start"], reference["end"], why_of(reference), tone_of(ground, reference))
            marks.setdefault(reference["ref"], {})[mark] = None
    return {ref: list(each) for ref, each in marks.items()}


def marks_of(claims: Iterable[ClaimWithFinding], review) -> list[Mark]:
    """What they point at in the review's comment, with what is redacted already."""
    redacted_already = [Mark(start, end, hidden=True) for start, end in review.redactions]
    return redacted_already + marks_by_ref(claims, "review").get(str(review.pk), [])


def references_of(claims: Iterable[ClaimWithFinding]) -> Iterator[tuple[GroundKey, dict[str, Any]]]:
    """Everything that the newest findings rest on."""
    for each in claims:
        for reference in each.finding.references if each.finding else ():
            yield GroundKey(each.claim.ground), reference


def has_place(reference: Mapping[str, Any]) -> bool:
    return reference.get("start") is not None and reference.get("end") is not None


def why_of(reference: Mapping[str, Any]) -> str:
    return (reference.get("note") or "").replace("_", " ")


def tone_of(ground: GroundKey, reference: Mapping[str, Any]) -> str:
    return "subject" if why_of(reference).startswith(ABOUT) else TONES.get(ground, "")


def pieces_of(text: str, marks: Sequence[Mark]) -> list[Piece]:
    """Pieces in order, cut where a mark begins or ends and at each end of a line."""
    ends = [match.span() for match in LINE_END.finditer(text)]
    cuts = {0, len(text)}
    cuts |= {place for mark in marks for place in (mark.start, mark.end) if 0 < place < len(text)}
    cuts |= {place for span in ends for place in span}
    places = sorted(cuts)
    breaks = {start for start, _ in ends}
    pieces = []
    for start, end in zip(places, places[1:], strict=False):
        over = [mark for mark in marks if mark.start <= start and end <= mark.end]
        found = [mark for mark in over if not mark.hidden]
        pieces.append(
            Piece(
                start,
                "" if start in breaks else text[start:end],
                why=_listed(found) or ("found" if found else ""),
                # The shortest mark is the most telling one: a number inside a sentence about delivery.
                tone=min(found, key=lambda mark: mark.end - mark.start).tone if found else "",
                label=_listed(mark for mark in found if mark.end == end or end == len(text)),
                hidden=len(found) < len(over),
                line_end=start in breaks,
            )
        )
    return pieces


def kinds_marked(pieces: Iterable[Piece]) -> list[tuple[str, str]]:
    """What a legend has to explain: (tone, name), each once."""
    tones = dict.fromkeys(piece.tone for piece in pieces if piece.why and piece.tone)
    return [(tone, NAMES[tone]) for tone in tones]


NAMES: Final = {
    "private": "Personal information",
    "obscene": "Obscene words",
    "insult": "Insult",
    "name": "An order or offer that it names",
    "copy": "The same words elsewhere",
    "subject": "What a sentence is about",
    "threat": "A demand tied to feedback",
    "inducement": "What the seller tied to feedback",
}


def redacted(comment: str, spans: Iterable[Sequence[int]]) -> list[Piece]:
    """The comment as readers will see it: what is hidden gives no text away."""
    marks = [Mark(start, end, hidden=True) for start, end in spans if 0 <= start < end <= len(comment)]
    merged: list[Piece] = []
    for piece in pieces_of(comment, marks):
        if piece.hidden and merged and merged[-1].hidden:
            continue
        merged.append(Piece(piece.start, "", hidden=True) if piece.hidden else piece)
    return merged


def _listed(marks: Iterable[Mark]) -> str:
    return ", ".join(dict.fromkeys(mark.why for mark in marks if mark.why))
