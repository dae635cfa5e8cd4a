"""Who answers for the review of a case, on its page: the type, the partner's documents, and the agent's buttons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from disputes.actions.ask_documents import ask_documents
from disputes.actions.judge_documents import judge_documents
from disputes.actions.type_feedback import type_feedback
from disputes.admin.files import file_of
from disputes.admin.rows import due_of
from disputes.admin.typed import whole
from disputes.models import DocumentRequest, RemovalRequest
from disputes.queries import CaseStory, causes_of, documents_about, type_in_force
from orders.queries import runs_partner
from policy.document import PolicyDocument
from policy.responsibility import RESPONSIBILITIES, penalty_points
from policy.terms import FeedbackType, FulfilledBy
from tenants.models import Member, Role
from wire.ids import read_id
from wire.refusals import NotThere


class CauseActs:
    """The three buttons of the case's page; each is one action on the case's review."""

    def type(self, request: HttpRequest, object_id: str) -> HttpResponse:
        given = {name: request.POST.get(name, "") for name in ("feedback_type", "note")}
        return self._act(request, object_id, _on_review(type_feedback), "The type is kept.", **given)

    def ask_documents(self, request: HttpRequest, object_id: str) -> HttpResponse:
        given = {"feedback_type": request.POST.get("feedback_type", "")}
        return self._act(request, object_id, _on_review(ask_documents), "The partner was asked.", **given)

    def judge_documents(self, request: HttpRequest, object_id: str) -> HttpResponse:
        given = {
            "documents": request.POST.get("documents", ""),
            "version": whole(request.POST.get("version", "")),
            "proves_it_right": {"yes": True, "no": False}.get(request.POST.get("proves_it_right", "")),
            "judgement": request.POST.get("judgement", ""),
        }
        return self._act(request, object_id, _judge, "Your judgement is kept.", **given)


def _on_review(action: Any) -> Any:
    """The action on the review that the case is about."""
    return lambda *, request, **given: action(review=request.review, **given)


def _judge(*, request: RemovalRequest, documents: str, **given: Any) -> DocumentRequest:
    """Only documents about the case's review; another id names nothing."""
    asked = documents_about(request.review).filter(pk=read_id(documents)).first()
    if asked is None:
        raise NotThere
    return judge_documents(request=asked, **given)


def causes_context(story: CaseStory, *, policy: PolicyDocument, member: Member, now: datetime) -> dict[str, Any]:
    """What the page shows of who answers; nothing where the policy knows no partners."""
    if not policy.fulfilment.partners_allowed:
        return {"causes": None}
    review = story.case.review
    order = review.order
    shipped_by = order.partner if order.fulfilled_by == FulfilledBy.PARTNER else None
    history = list(causes_of(review))
    kind = type_in_force(review, [each.claim for each in story.claims], causes=history)
    conflicted = shipped_by is not None and runs_partner(member, shipped_by)
    return {
        "causes": {
            "type": kind,
            "duty": RESPONSIBILITIES[kind] if kind else None,
            "points": penalty_points(kind, policy) if kind else 0,
            "history": [
                {"name": RESPONSIBILITIES[FeedbackType(each.feedback_type)].name, "row": each} for each in history
            ],
            "partner": shipped_by,
            "documents": [_documents(each, now) for each in reversed(story.documents)],
            "types": [{"value": key.value, "label": duty.name} for key, duty in RESPONSIBILITIES.items()],
            "asks": [
                {"value": key.value, "label": f"{duty.name}: {duty.documents}"}
                for key, duty in RESPONSIBILITIES.items()
                if duty.partner_may_answer
            ],
            "may_act": member.has_role(Role.AGENT) and not conflicted,
        }
    }


def _documents(asked: DocumentRequest, now: datetime) -> dict[str, Any]:
    return {
        "row": asked,
        "type": RESPONSIBILITIES[FeedbackType(asked.feedback_type)].name,
        "due": due_of(asked.due_at, now) if asked.given_at is None else None,
        "late": asked.given_late,
        "files": [file_of(each.upload) for each in asked.documents.all()],
    }
