"""Everything that an agent needs to see of one case, gathered for its one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from audit.queries import entries_of
from disputes.admin.chat import chat_context, file_of
from disputes.admin.compared import compared_with
from disputes.admin.group_page import group_line
from disputes.admin.marking import kinds_marked, marks_of, pieces_of, references_of, why_of
from disputes.admin.rows import due_of, ground_name, status_now
from disputes.admin.timeline import steps_of
from disputes.models import Decision, Evidence
from disputes.progress import holder
from disputes.queries import CaseStory, ClaimWithFinding, cases_about, fair_use_of
from feedback.queries import what_if
from policy.document import PolicyDocument
from policy.rate import Counts, basis
from policy.terms import FeedbackType, Outcome, Verdict
from tenants.models import Member

CRITERIA = (
    ("fulfilment", "Order fulfilment"),
    ("start_time", "Start time"),
    ("communication", "Communication"),
)


@dataclass(frozen=True, slots=True)
class Pointer:
    """Something that a finding rests on, and where on the page it stands."""

    label: str
    href: str


def evidence_context(story: CaseStory, *, policy: PolicyDocument, member: Member, now: datetime) -> dict[str, Any]:
    """What is the same for a case's page and its appeal's. `policy` is the one in force, which rates are of."""
    case, review = story.case, story.case.review
    who = holder(case, now)
    pieces = pieces_of(review.comment, marks_of(story.claims, review))
    return {
        **chat_context(story),
        **compared_with(story),
        "case": case,
        "review": review,
        "order": review.order,
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
        "claims": [_claim(each, review) for each in story.claims],
        "evidence": [_piece(each) for each in story.evidence],
        "response": _response(review),
        "effect": _effect(review, policy, now),
        "fair_use": fair_use_of(case.seller_id, policy=case.policy_version.policy, now=now),
        "group": group_line(review, member),
        "others": [each for each in cases_about(review)[:6] if each.pk != case.pk],
        "decisions": [_decision(each) for each in story.decisions],
        "timeline": [{"title": event.what, "by": event.by, "at": event.at} for event in story.events],
        "log": list(entries_of(case)),
    }


def _stars(review) -> dict[str, Any]:
    rated = [{"label": label, "value": getattr(review, name)} for name, label in CRITERIA if getattr(review, name)]
    mean = review.overall or sum(item["value"] for item in rated) / len(rated)
    return {"overall": mean, "criteria": rated}


def _claim(each: ClaimWithFinding, review) -> dict[str, Any]:
    finding = each.finding
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
        "explanation": finding.explanation
        if finding
        else "A program is still looking. You can decide by what you see.",
        "found_at": finding.found_at if finding else None,
        "gatherer": finding.gatherer if finding else "",
        "pointers": [_pointer(reference, review) for reference in (finding.references if finding else [])],
    }


def _pointer(reference: dict[str, Any], review) -> Pointer:
    note = why_of(reference)
    match reference["kind"]:
        case "review" if reference["ref"] == str(review.pk):
            start, end = reference.get("start"), reference.get("end")
            words = f"“{review.comment[start:end]}”" if start is not None and end is not None else "the comment"
            return Pointer(f"{words}{f' ({note})' if note else ''}", "#comment")
        case "review":
            return Pointer(f"another review{f' ({note})' if note else ''}", f"#review-{reference['ref']}")
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
        shown |= {"file": file_of(piece.upload)}
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


def _effect(review, policy: PolicyDocument, now: datetime) -> dict[str, Any]:
    """The seller's headline as it is and as it would be without this review, each with its base."""
    what = what_if(review, Outcome.REMOVE, now)
    sides = {name: _headline(what[name], policy.feedback.minimum_ratings) for name in ("now", "then")}
    return {**sides, "changes": sides["now"] != sides["then"], "leaves_on": what["leaves_window_on"]}


def _headline(figures: dict[str, Any], minimum: int) -> dict[str, Any]:
    year = figures["windows"]["365"]
    window = basis(Counts(year["positive"], year["neutral"], year["negative"]), minimum).window.value
    counted = figures["windows"][window]
    return {
        "rate": f"{Decimal(figures['rate']) * 100:.2f}" if figures["rate"] is not None else "",
        "status": figures["status"],
        "positive": counted["positive"],
        "total": counted["positive"] + counted["neutral"] + counted["negative"],
        "window": "all time" if window == "lifetime" else f"the last {window} days",
    }


def _decision(decision: Decision) -> dict[str, Any]:
    answers = [{"name": ground_name(key), "met": answer == "met"} for key, answer in decision.findings.items()]
    return {"row": decision, "answers": answers, "approval": getattr(decision, "approval", None)}


def what_happened_since(story: CaseStory, seen_at: datetime | None) -> list[Any]:
    """The events that somebody who opened the page at `seen_at` has not seen."""
    return [event for event in story.events if seen_at is not None and event.at > seen_at]
