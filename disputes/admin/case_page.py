"""Everything that an agent needs to see of one case, gathered for its one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from disputes.admin.chat import chat_context
from disputes.admin.compared import compared_with
from disputes.admin.effects import CRITERIA, effects_of
from disputes.admin.files import file_of
from disputes.admin.group_page import group_line
from disputes.admin.likeness import precedents_context
from disputes.admin.marking import kinds_marked, marks_of, pieces_of, references_of, why_of
from disputes.admin.rows import due_of, ground_name, status_now
from disputes.admin.sides import sides_context
from disputes.admin.timeline import steps_of
from disputes.models import Decision, Evidence
from disputes.progress import holder
from disputes.queries import CaseStory, ClaimWithFinding
from orders.talking.conduct import confirmed_reports_of, warnings_of_order
from policy.terms import FeedbackType, Verdict
from tenants.models import Member, PolicyVersion

NOT_LOOKED = {
    True: "A program is still looking. You can decide by what you see.",
    False: "No program had looked when it was decided.",
}
"""Whether the case is open: what stands there instead of a finding."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Something that a finding rests on, and where on the page it stands."""

    label: str
    href: str


def evidence_context(
    story: CaseStory, *, version: PolicyVersion, member: Member, now: datetime, deciding: bool | None = None
) -> dict[str, Any]:
    """What is the same for a case's page and its appeal's. `version` is the one in force, which rates are of.

    While somebody is `deciding`, an open case unless it is said, the page also shows what each outcome would do to the
    seller's rate, and how near cases ended.
    """
    case, review = story.case, story.case.review
    who = holder(case, now)
    pieces = pieces_of(review.comment, marks_of(story.claims, review))
    deciding = case.is_open if deciding is None else deciding
    compared = compared_with(story)
    return {
        **chat_context(story),
        **compared,
        **sides_context(case, member=member, now=now),
        "case": case,
        "review": review,
        "order": review.order,
        "warned": warnings_of_order(review.order) if getattr(case, "was_warned", True) else (),
        "reports": confirmed_reports_of(review.order) if getattr(case, "was_reported", True) else (),
        "story": story,
        "now": now,
        "status": status_now(case, now),
        "due": due_of(case.due_at, now) if case.is_open else None,
        "holder": who,
        "is_mine": who is not None and who.pk == member.pk,
        "stars": _stars(review),
        "pieces": pieces,
        "legend": kinds_marked(pieces),
        "steps": steps_of(review.order, now, _pointed_fields(story.claims)),
        "claims": [_claim(each, review, compared["compared"], is_open=case.is_open) for each in story.claims],
        "evidence": [_piece(each) for each in story.evidence],
        "response": _response(review),
        "deciding": deciding,
        "effects": effects_of(story, version=version, now=now) if deciding else None,
        "precedents": precedents_context(story, member=member, now=now) if deciding else None,
        "group": group_line(review, member) if getattr(case, "is_in_group", True) else None,
        "decisions": [_decision(each) for each in story.decisions],
        "timeline": [{"title": event.what, "by": event.by, "at": event.at} for event in story.events],
    }


def _stars(review) -> dict[str, Any]:
    counted = review.counted_criteria
    rated = [
        {"label": label, "value": getattr(review, name), "struck": name not in counted}
        for name, label in CRITERIA.items()
        if getattr(review, name)
    ]
    mean = review.overall or sum(item["value"] for item in rated if not item["struck"]) / len(counted)
    return {"overall": mean, "criteria": rated}


def _claim(each: ClaimWithFinding, review, compared: Sequence[dict[str, Any]], *, is_open: bool) -> dict[str, Any]:
    finding = each.finding
    orders = {str(other["review"].pk): other["review"].order.external_id for other in compared}
    verdict = finding.verdict if finding else Verdict.UNKNOWN.value
    return {
        "ground": each.claim.ground,
        "name": ground_name(each.claim.ground),
        "statement": each.claim.statement,
        "feedback_type": FeedbackType(each.claim.feedback_type).value.replace("_", " ")
        if each.claim.feedback_type
        else "",
        "verdict": verdict,
        "confidence": f"{finding.confidence:.0%}" if finding and verdict != Verdict.UNKNOWN else "",
        "explanation": finding.explanation if finding else NOT_LOOKED[is_open],
        "found_at": finding.found_at if finding else None,
        "gatherer": finding.gatherer if finding else "",
        "pointers": [_pointer(reference, review, orders) for reference in (finding.references if finding else [])],
    }


def _pointer(reference: dict[str, Any], review, orders: Mapping[str, str]) -> Pointer:
    note = why_of(reference)
    match reference["kind"]:
        case "review" if reference["ref"] == str(review.pk):
            start, end = reference.get("start"), reference.get("end")
            words = f"“{review.comment[start:end]}”" if start is not None and end is not None else "the comment"
            return Pointer(f"{words}{f' ({note})' if note else ''}", "#comment")
        case "review":
            which = f"order {orders[reference['ref']]}" if reference["ref"] in orders else "another review"
            return Pointer(f"{which}{f' ({note})' if note else ''}", f"#review-{reference['ref']}")
        case "message":
            return Pointer(f"a message{f' ({note})' if note else ''}", f"#message-{reference['ref']}")
        case "order":
            return Pointer(f"the order: {note}" if note else "the order", "#order")
        case "file":
            return Pointer(note or "a file", f"/api/v1/files/{reference['ref']}")
        case _:
            return Pointer(note or "what was written", "#evidence")


def _pointed_fields(claims: Sequence[ClaimWithFinding]) -> frozenset[str]:
    notes = (each.get("note", "") for _, each in references_of(claims) if each["kind"] == "order")
    return frozenset(note for note in notes if note)


def _piece(piece: Evidence) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "kind": piece.kind,
        "by": piece.added_by,
        "at": piece.added_at,
        "text": piece.text,
    }
    if piece.upload_id:
        shown |= {"files": [file_of(piece.upload)]}
    elif piece.message_id:
        shown |= {
            "quote": piece.message.body,
            "href": f"#message-{piece.message_id}",
            "label": "Message in the chat",
        }
    elif piece.order_id:
        shown |= {
            "href": f"/orders/{quote(piece.order.external_id, safe='')}",
            "label": f"Order {piece.order.external_id}",
        }
    elif piece.review_id:
        label = f"Review of order {piece.review.order.external_id}"
        shown |= {"quote": piece.review.comment, "href": f"/reviews/{piece.review_id}", "label": label}
    return shown


def _response(review) -> Any:
    response = getattr(review, "response", None)
    return response if response is not None and response.withdrawn_at is None else None


def _decision(decision: Decision) -> dict[str, Any]:
    answers = [{"name": ground_name(key), "met": answer == "met"} for key, answer in decision.findings.items()]
    return {"row": decision, "answers": answers, "approval": getattr(decision, "approval", None)}


def what_happened_since(story: CaseStory, seen_at: datetime | None) -> list[Any]:
    """The events that somebody who opened the page at `seen_at` has not seen."""
    return [event for event in story.events if seen_at is not None and event.at > seen_at]
