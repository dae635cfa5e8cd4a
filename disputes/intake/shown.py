"""Evidence as typed, looked up by the right of who shows it. What they may not see is answered as made-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from disputes.refusals import LONGEST_TEXT, invalid
from feedback.queries import review_visible_to
from orders.queries import conversations_visible_to, orders_visible_to, visible_upload
from policy.eligibility import Evidence as Typed
from policy.problems import Problem
from policy.saying import say
from policy.terms import EvidenceKind
from tenants.models import Member
from wire.ids import NOBODYS_ID, read_id
from wire.refusals import NotThere

MOST_PIECES = 50

_NOTHING = {
    EvidenceKind.MESSAGE: say("There is no such message."),
    EvidenceKind.FILE: say("There is no such file."),
    EvidenceKind.ORDER: say("There is no such order."),
    EvidenceKind.REVIEW: say("There is no such review."),
}


@dataclass(slots=True)
class Shown:
    """What was found: the columns of each piece of evidence, and what was not found."""

    pieces: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def look_up(evidence: Sequence[Typed], *, by: Member, review) -> Shown:
    """Find what each reference names. Kinds and missing references are policy's to refuse."""
    shown = Shown()
    if len(evidence) > MOST_PIECES:
        shown.problems.append(invalid("/evidence", say("At most {most} pieces of evidence.", most=MOST_PIECES)))
        return shown
    for index, piece in enumerate(evidence):
        at = f"/evidence/{index}"
        if piece.text and len(piece.text) > LONGEST_TEXT:
            shown.problems.append(invalid(f"{at}/text", say("At most {most} characters.", most=str(LONGEST_TEXT))))
        if piece.kind not in list(EvidenceKind):
            continue
        kind = EvidenceKind(piece.kind)
        columns: dict[str, Any] = {"kind": kind.value, "text": piece.text or ""}
        if kind is EvidenceKind.TEXT:
            if piece.ref:
                shown.problems.append(invalid(f"{at}/ref", say("An explanation in words refers to nothing.")))
        elif piece.ref:
            found = _FINDERS[kind](by, review, piece.ref)
            if found is None:
                shown.problems.append(invalid(f"{at}/ref", _NOTHING[kind]))
            columns[_COLUMN[kind]] = found
        shown.pieces.append(columns)
    return shown


_COLUMN = {
    EvidenceKind.MESSAGE: "message",
    EvidenceKind.FILE: "upload",
    EvidenceKind.ORDER: "order",
    EvidenceKind.REVIEW: "review",
}


def _message(by: Member, review, ref: str):
    """A message of any chat that they may read; who only ships an order reads none."""
    wanted = read_id(ref)
    if wanted == NOBODYS_ID:
        return None
    order = orders_visible_to(by).filter(conversations_visible_to(by), messages__pk=wanted).first()
    return order.messages.get(pk=wanted) if order is not None else None


def _file(by: Member, review, ref: str):
    try:
        return visible_upload(by, read_id(ref))
    except NotThere:
        return None


def _order(by: Member, review, ref: str):
    return orders_visible_to(by).filter(pk=read_id(ref)).first()


def _review(by: Member, review, ref: str):
    """Another review; the reviews of anybody's that may be read."""
    other = type(review).objects.select_related("order").filter(pk=read_id(ref)).first()
    return other if other is not None and review_visible_to(by, other) else None


_FINDERS = {
    EvidenceKind.MESSAGE: _message,
    EvidenceKind.FILE: _file,
    EvidenceKind.ORDER: _order,
    EvidenceKind.REVIEW: _review,
}
