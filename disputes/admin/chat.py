"""The order's chat beside a case: what was marked in it is in sight, however long the chat is; the rest is folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from disputes.admin.files import file_of
from disputes.admin.marking import Mark, marks_by_ref, pieces_of, references_of
from disputes.queries import CaseStory
from orders.talking.chat import ChatLine, lines_of_chat

AROUND = 2
"""Messages before and after a marked one that are shown with it."""
NEWEST = 6
"""The end of the chat is always in sight."""
NEWEST_UNMARKED = 12
"""As many where nothing is marked."""
FEW = 3
"""So many between two others are shown: a fold takes as much room."""
MOST_FOLDED = 1000
"""Messages that wait folded on the page; in a longer chat the order's own page has the rest."""


def chat_context(story: CaseStory, *, until: datetime | None = None) -> dict[str, Any]:
    """The chat, up to `until`, as stretches that are in sight or folded, in order."""
    shown = {str(piece.message_id) for piece in story.evidence if piece.message_id}
    pointed = {reference["ref"] for _, reference in references_of(story.claims) if reference["kind"] == "message"}
    inducements = _inducements(story)
    marks = _marks(story, inducements)
    said = lines_of_chat(story.case.review.order)
    lines = [_line(each, shown, pointed, marks) for each in said if until is None or each.sent_at <= until]
    return {
        "chat": list(_stretches(lines)),
        "chat_size": len(lines),
        "chat_marked": sum(line["kept"] for line in lines),
        "inducements": [{"kind": each["kind"], "href": f"#message-{each['message_id']}"} for each in inducements],
    }


def _inducements(story: CaseStory) -> list[dict[str, Any]]:
    """What the newest facts say that the seller tied to feedback."""
    facts = [each.finding.facts for each in story.claims if each.finding and each.finding.facts.get("inducements")]
    return facts[0]["inducements"] if facts else []


def _marks(story: CaseStory, inducements: Iterable[dict[str, Any]]) -> dict[str, list[Mark]]:
    """By message, what findings point at and what the seller tied to feedback."""
    marks = marks_by_ref(story.claims, "message")
    for each in inducements:
        said = Mark(each["start"], each["end"], f"seller's {each['kind']}", "inducement")
        tied = Mark(each["offer_start"], each["offer_end"], "what it is tied to", "inducement")
        marks.setdefault(each["message_id"], []).append(said)
        marks.setdefault(each["offer_message_id"], []).append(tied)
    return {message_id: list(dict.fromkeys(found)) for message_id, found in marks.items()}


def _line(message: ChatLine, shown: set[str], pointed: set[str], all_marks: dict[str, list[Mark]]) -> dict[str, Any]:
    key = str(message.id)
    marks = all_marks.get(key, ())
    notes = ["Shown as evidence"] if key in shown else []
    if key in pointed:
        notes.append("A finding rests on this")
    return {
        "id": f"message-{key}",
        "by": f"{message.who or 'The ' + message.sender} ({message.sender})",
        "side": "theirs" if message.sender == "buyer" else "mine",
        "body": message.body,
        "pieces": pieces_of(message.body, marks) if marks else [],
        "at": message.sent_at,
        "files": [file_of(each) for each in message.files],
        "note": "; ".join(notes),
        "kept": bool(marks or notes),
    }


def _in_sight(lines: Sequence[dict[str, Any]]) -> set[int]:
    """Places of the marked ones with their neighbours, of the newest, and of what is not worth a fold."""
    kept = [place for place, line in enumerate(lines) if line["kept"]]
    newest = NEWEST if kept else NEWEST_UNMARKED
    sight = set(range(max(0, len(lines) - newest), len(lines)))
    for place in kept:
        sight.update(range(max(0, place - AROUND), min(len(lines), place + AROUND + 1)))
    before = -1
    for place in sorted(sight):
        if place - before - 1 <= FEW:
            sight.update(range(before + 1, place))
        before = place
    return sight


def _stretches(lines: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """`elsewhere` counts the messages of a fold that the page does not carry."""
    sight, room, start = _in_sight(lines), MOST_FOLDED, 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and (end in sight) == (start in sight):
            continue
        stretch, folded = lines[start:end], start not in sight
        carried = stretch[max(0, len(stretch) - room) :] if folded else stretch
        room -= len(carried) if folded else 0
        yield {
            "folded": folded,
            "lines": carried,
            "count": len(stretch),
            "elsewhere": len(stretch) - len(carried),
            "from": stretch[0]["at"],
            "until": stretch[-1]["at"],
        }
        start = end
