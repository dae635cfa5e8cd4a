"""A case as a story on paper: who did, saw and decided what, for its file or for an out-of-court body."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from audit.queries import entries_of
from disputes.admin.reasons import LABELS
from disputes.admin.rows import ground_name, status_now
from disputes.models import Decision, Origin, RemovalRequest
from disputes.queries import CaseStory, Line, annals_of, story_of
from policy.terms import Outcome
from tenants.models import DESK_ROLES, Member, Role

PAGE = "disputes/admin/story.html"
Namer = Callable[[Member | None], str]


class StoryPage:
    """The address of the story, beside the case's own."""

    def desk_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [path("<str:object_id>/story/", view(self.story), name=f"{self.base}_story"), *super().desk_urls()]

    def story(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """`?names=all` names the people of the desk too; without it they are Agent 1, Agent 2, Lead 1."""
        case, now = self.the_row(request, object_id), timezone.now()
        with_names = request.GET.get("names") == "all"
        title = f"The story of the case on order {case.review.order.external_id}"
        context = story_context(story_of(case), with_names=with_names, now=now)
        here = reverse(f"admin:{self.base}_story", args=[case.pk])
        context |= {"case_href": self.row_href(case), "other_href": here if with_names else f"{here}?names=all"}
        return self.page(request, PAGE, title, context)


def story_context(story: CaseStory, *, with_names: bool, now: datetime) -> dict[str, Any]:
    case = story.case
    name = namer(case, with_names=with_names)
    lines = annals_of(story)
    # Numbers go by first appearance, so the lines are named before anything else.
    told = [_told(line, name) for line in lines]
    entries = list(entries_of(case))
    return {
        "case": case,
        "review": case.review,
        "order": case.review.order,
        "status": status_now(case, now),
        "with_names": with_names,
        "printed_at": now,
        "filed_by": name(case.filed_by),
        "author": name(case.review.buyer),
        "lines": told,
        "decisions": [_decision(each, name) for each in story.decisions],
        "statements": [{"row": each, "to": name(each.addressee)} for each in story.statements],
        "claims": [
            {"ground": ground_name(each.claim.ground), "statement": each.claim.statement} for each in story.claims
        ],
        "entries": entries,
    }


def namer(case: RemovalRequest, *, with_names: bool) -> Namer:
    """How the story calls somebody. Whoever sent a notice is never named, whatever is asked for."""
    numbers: dict[str, list[object]] = {"Agent": [], "Lead": []}

    def name(member: Member | None) -> str:
        if member is None:
            return ""
        if case.origin == Origin.NOTICE and member.pk == case.filed_by_id:
            return "Whoever sent the notice"
        if member.pk == case.review.buyer_id:
            return f"{member} (author)"
        if with_names or not member.has_role(*DESK_ROLES):
            return str(member)
        role = "Agent" if member.has_role(Role.AGENT) else "Lead"
        if member.pk not in numbers[role]:
            numbers[role].append(member.pk)
        return f"{role} {numbers[role].index(member.pk) + 1}"

    return name


def _told(line: Line, name: Namer) -> dict[str, Any]:
    subject = name(line.by) or (name(line.to) if line.kind == "told" else "")
    what = line.what if not subject or line.what[0].isupper() else f"{subject} {line.what}"
    to = f" to {name(line.to)}" if line.to is not None and line.by is not None else ""
    by = subject if what == line.what else ""
    return {"at": line.at, "kind": line.kind, "what": f"{what}{to}", "by": by, "words": line.words}


def _decision(decision: Decision, name: Namer) -> dict[str, Any]:
    """What was proposed beside what was answered, and what it all rested on."""
    approval = getattr(decision, "approval", None)
    return {
        "row": decision,
        "outcome": LABELS[Outcome(decision.outcome)],
        "by": name(decision.decided_by),
        "approved_by": name(approval.by) if approval else "",
        "approval": approval,
        "answers": [
            {
                "ground": ground_name(key),
                "proposed": str(decision.proposed.get(key, {}).get("verdict", "unknown")).lower().replace("_", " "),
                "why": decision.proposed.get(key, {}).get("explanation", ""),
                "answer": answer.replace("_", " "),
            }
            for key, answer in decision.findings.items()
        ],
    }
