"""The order's chat beside a case: what was marked in it is in sight, however long the chat is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from disputes.admin.marking import Mark, marks_by_ref, pieces_of, references_of
from disputes.queries import CaseStory
from orders.queries import conversation_of

NEWEST = 100
AROUND = 2
"""Messages before and after a marked one that are shown with it."""


def chat_context(story: CaseStory) -> dict[str, Any]:
    """The newest messages, and those that something rests on with their neighbours; what is left out is counted."""
    shown = {str(piece.message_id) for piece in story.evidence if piece.message_id}
    pointed = {reference["ref"] for _, reference in references_of(story.claims) if reference["kind"] == "message"}
    inducements = _inducements(story)
    messages = list(conversation_of(story.case.review.order))
    marks = _marks(story, inducements)
    lines = [_line(each, shown, pointed, marks.get(str(each.pk), [])) for each in messages]
    return {
        "chat": _in_sight(lines),
        "chat_size": len(lines),
        "inducements": [{"kind": each["kind"], "href": f"#message-{each['message_id']}"} for each in inducements],
    }


def file_of(upload) -> dict[str, Any]:
    size = f"{upload.size / 1024:,.0f} kB" if upload.size >= 1024 else f"{upload.size} bytes"
    return {
        "name": upload.name,
        "href": f"/api/v1/files/{upload.pk}",
        "size_text": size,
        "kind": upload.content_type,
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


def _line(message, shown: set[str], pointed: set[str], marks: Sequence[Mark]) -> dict[str, Any]:
    key = str(message.pk)
    said = {"Shown as evidence": key in shown, "A finding rests on this": key in pointed}
    notes = [note for note, holds in said.items() if holds]
    return {
        "id": f"message-{key}",
        "by": f"{message.author or 'The ' + message.sender} ({message.sender})",
        "side": "theirs" if message.sender == "buyer" else "mine",
        "body": message.body,
        "pieces": pieces_of(message.body, marks) if marks else [],
        "at": message.sent_at,
        "files": [file_of(each.upload) for each in message.attachments.all()],
        "note": "; ".join(notes),
        "kept": bool(marks or notes),
        "skipped": 0,
    }


def _in_sight(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In order; `skipped` counts the messages that are left out just before one."""
    keep = set(range(max(0, len(lines) - NEWEST), len(lines)))
    for place, line in enumerate(lines):
        if line["kept"]:
            keep.update(range(max(0, place - AROUND), min(len(lines), place + AROUND + 1)))
    shown, before = [], -1
    for place in sorted(keep):
        shown.append(lines[place] | {"skipped": place - before - 1})
        before = place
    return shown
