"""What the page of a second look shows: the case before its decision, and both answers once the second is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from disputes.admin.chat import chat_context
from disputes.admin.compared import compared_with
from disputes.admin.files import file_of
from disputes.admin.marking import kinds_marked, marks_of, pieces_of, references_of
from disputes.admin.reasons import EFFECTS, LABELS, choices
from disputes.admin.rows import ground_name
from disputes.admin.timeline import steps_of
from disputes.admin.typed import FINDING, wrong_fields
from disputes.consistency.as_it_stood import as_it_stood
from disputes.models import Evidence, SecondLook
from disputes.progress import holder
from disputes.queries import CaseStory, ClaimWithFinding
from policy.terms import Verdict
from tenants.models import Member, Role

CRITERIA = (
    ("fulfilment", "Order fulfilment"),
    ("start_time", "Start time"),
    ("communication", "Communication"),
)
OF_THE_ORDER = "order"


@dataclass(frozen=True, slots=True)
class Answer:
    """The form's values, as texts."""

    outcome: str = ""
    findings: dict[str, str] = field(default_factory=dict)
    reason: str = ""

    def arguments(self) -> dict[str, Any]:
        answered = {ground: said for ground, said in self.findings.items() if said}
        return {"outcome": self.outcome, "findings": answered, "reason": self.reason}


def read_answer(post: QueryDict) -> Answer:
    findings = {name[len(FINDING) :]: post[name] for name in post if name.startswith(FINDING)}
    return Answer(post.get("outcome", ""), findings, post.get("reason", ""))


def row_of_look(look: SecondLook, href: str, *, member: Member, now: datetime) -> dict[str, Any]:
    """Nothing in it tells whose case it is, and before it is answered nothing of the first answer."""
    who = holder(look, now)
    row = {
        "href": href,
        "look": look,
        "grounds": [ground_name(key) for key in look.decision.proposed],
        "mine": who is not None and who.pk == member.pk,
        "worker": who,
    }
    if look.answered_at is None:
        return row
    return row | {"first": look.decision.outcome, "again": look.outcome, "agreed": _agreed(look)}


def look_context(
    look: SecondLook, *, member: Member, answer: Answer | None, problems: Sequence[dict[str, str]], now: datetime
) -> dict[str, Any]:
    story, who = as_it_stood(look), holder(look, now)
    review, policy = story.case.review, story.case.policy_version.policy
    pieces = pieces_of(review.comment, marks_of(story.claims, review))
    waits = look.answered_at is None
    return {
        **_chat(story, look.decision.decided_at),
        "look": look,
        "waits": waits,
        "holder": who,
        "is_mine": who is not None and who.pk == member.pk,
        "may_answer": waits and member.has_role(Role.AGENT),
        "form": answer or Answer(),
        "typed": answer,
        "problems": problems,
        "wrong": wrong_fields(problems),
        "asked": [_asked(each, answer or Answer(), problems) for each in story.claims],
        "choices": [
            {"value": each.value, "label": LABELS[each], "help": EFFECTS[each]}
            for each in choices(story.claims, policy)
        ],
        "both": None if waits else _both(look, story.claims),
        "case": story.case,
        "case_href": "" if waits else reverse("admin:disputes_removalrequest_change", args=[story.case.pk]),
        "review": review,
        "order": review.order,
        "story": story,
        "stars": _stars(review),
        "pieces": pieces,
        "legend": kinds_marked(pieces),
        "steps": steps_of(review.order, look.decision.decided_at, _pointed(story.claims)),
        "claims": [_claim(each) for each in story.claims],
        "compared": compared_with(story)["compared"],
        "evidence": [_piece(each) for each in story.evidence],
        "documents": [
            {"row": each, "files": [file_of(one.upload) for one in each.documents.all()]} for each in story.documents
        ],
        "timeline": [{"title": event.what, "by": event.by, "at": event.at} for event in story.events],
    }


def _chat(story: CaseStory, until: datetime) -> dict[str, Any]:
    """The chat up to the decision; what was written later is left out, and no link leads to the order's page."""
    context = chat_context(story, until=until)
    return context | {"chat": [stretch | {"elsewhere": 0} for stretch in context["chat"]]}


def _asked(each: ClaimWithFinding, answer: Answer, problems: Sequence[dict[str, str]]) -> dict[str, str]:
    ground = each.claim.ground
    return {
        "ground": ground,
        "name": ground_name(ground),
        "verdict": each.finding.verdict,
        "answer": answer.findings.get(ground, ""),
        "wrong": " ".join(told["text"] for told in problems if told["pointer"] == f"/findings/{ground}"),
    }


def _both(look: SecondLook, claims: Sequence[ClaimWithFinding]) -> dict[str, Any]:
    """The first answer and the second, ground by ground."""
    first = look.decision
    return {
        "agreed": _agreed(look),
        "same_outcome": first.outcome == look.outcome,
        "grounds": [
            {
                "name": ground_name(each.claim.ground),
                "proposed": each.finding.verdict,
                "first": first.findings.get(each.claim.ground, ""),
                "again": look.findings.get(each.claim.ground, ""),
            }
            for each in claims
        ],
    }


def _agreed(look: SecondLook) -> bool:
    return (look.outcome, look.findings) == (look.decision.outcome, look.decision.findings)


def _stars(review: Any) -> dict[str, Any]:
    rated = [{"label": label, "value": getattr(review, name)} for name, label in CRITERIA if getattr(review, name)]
    mean = review.overall or sum(item["value"] for item in rated) / len(rated)
    return {"overall": mean, "criteria": rated}


def _claim(each: ClaimWithFinding) -> dict[str, Any]:
    finding = each.finding
    return {
        "name": ground_name(each.claim.ground),
        "statement": each.claim.statement,
        "feedback_type": each.claim.feedback_type.replace("_", " "),
        "verdict": finding.verdict,
        "confidence": f"{finding.confidence:.0%}" if finding.verdict != Verdict.UNKNOWN else "",
        "explanation": finding.explanation,
    }


def _pointed(claims: Sequence[ClaimWithFinding]) -> frozenset[str]:
    notes = (each.get("note") or "" for _, each in references_of(claims) if each["kind"] == OF_THE_ORDER)
    return frozenset(note for note in notes if note)


def _piece(piece: Evidence) -> dict[str, Any]:
    """What was shown, without links to pages that would tell how it went on."""
    shown: dict[str, Any] = {
        "kind": piece.kind,
        "by": None if piece.added_by.at_the_desk else piece.added_by,
        "at": piece.added_at,
        "text": piece.text,
    }
    if piece.upload_id:
        shown["files"] = [file_of(piece.upload)]
    elif piece.message_id:
        shown |= {"quote": piece.message.body, "label": "Message in the chat"}
    elif piece.order_id:
        shown["label"] = f"Order {piece.order.external_id}"
    elif piece.review_id:
        shown |= {"quote": piece.review.comment, "label": f"Review of order {piece.review.order.external_id}"}
    return shown
