"""Who answers for a review, over HTTP: its type, what a fulfilment partner is asked to show, and its answer."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from disputes.actions.ask_documents import ask_documents
from disputes.actions.give_documents import MOST_DOCUMENTS, give_documents
from disputes.actions.judge_documents import judge_documents
from disputes.actions.type_feedback import type_feedback
from disputes.api.requests import CaseView, named_review
from disputes.models import DocumentRequest, FeedbackCause
from disputes.queries import document_requests_visible_to, visible_document_request
from feedback.queries import visible_review
from orders.queries import known_uploads, upload_visible_to
from policy.terms import FeedbackType
from tenants.models import Member
from wire.bodies import Choice, Flag, Id, Listing, Query, StrictBody, Text, UnableToRead, Version, Whole, wrong
from wire.ids import read_id
from wire.views import ApiView

_TEXT = 20_000


class TypeBody(StrictBody):
    feedback_type = Choice(FeedbackType)
    note = Text(max_length=_TEXT, required=False, allow_blank=True)


class AskBody(StrictBody):
    review = Id()
    feedback_type = Choice(FeedbackType, required=False, allow_null=True)


class GiveBody(StrictBody):
    answer = Text(max_length=_TEXT, allow_blank=True)
    files = Listing(child=Id(), max_length=MOST_DOCUMENTS, required=False)


class JudgeBody(StrictBody):
    version = Version()
    proves_it_right = Flag()
    judgement = Text(max_length=_TEXT, allow_blank=True)


class DocumentFilter(Query):
    state = Choice(["waiting", "given", "judged"], required=False)
    review = Id(required=False)


class CauseAnswer(StrictBody):
    review = Id()
    feedback_type = Choice(FeedbackType)
    side = Choice(FeedbackCause.Side)
    note = serializers.CharField(allow_blank=True)
    typed_at = serializers.DateTimeField()


class GivenFile(StrictBody):
    id = Id()
    name = serializers.CharField()


class DocumentsAnswer(StrictBody):
    id = Id()
    partner = serializers.CharField()
    order = serializers.CharField()
    review = Id()
    feedback_type = Choice(FeedbackType)
    asks_for = serializers.CharField()
    asked_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    answer = serializers.CharField(allow_null=True)
    files = GivenFile(many=True)
    given_at = serializers.DateTimeField(allow_null=True)
    late = serializers.BooleanField()
    proves_it_right = serializers.BooleanField(allow_null=True)
    judgement = serializers.CharField(allow_null=True)
    judged_at = serializers.DateTimeField(allow_null=True)
    version = Whole()


class DocumentsView(ApiView):
    """A view that answers with a request for documents."""

    answers = {"GET": DocumentsAnswer, "POST": DocumentsAnswer}

    def asked(self, request_id: Any) -> DocumentRequest:
        return visible_document_request(self.request.member, self.id_of(str(request_id)))

    def shown(self, request_id: Any) -> dict[str, Any]:
        """The request as it is now, read again."""
        return _shown(self.asked(request_id))


class DocumentRequests(DocumentsView):
    scopes = {"GET": "requests:read", "POST": "decisions:write"}
    bodies = {"POST": AskBody}
    queries = {"GET": DocumentFilter}
    statuses = {"POST": (201,)}
    lists = True

    def get(self, request: Request) -> dict[str, Any]:
        """The partner's own by deadline; agents and leads see all."""
        asked, rows = self.query(), document_requests_visible_to(request.member)
        if "review" in asked:
            rows = rows.filter(review=read_id(str(asked["review"])))
        if "state" in asked:
            given, judged = asked["state"] != "waiting", asked["state"] == "judged"
            rows = rows.filter(given_at__isnull=not given)
            rows = rows.filter(judged_at__isnull=not judged) if given else rows
        return self.page(rows, ordering=("due_at", "id"), show=_shown)

    def post(self, request: Request) -> Response:
        body = self.body()
        asked = ask_documents(
            tenant=request.tenant,
            by=request.member,
            review=named_review(request.member, body["review"]),
            feedback_type=body.get("feedback_type"),
            now=self.now,
        )
        return self.created(self.shown(asked.pk))


class OneDocumentRequest(DocumentsView):
    scopes = {"GET": "requests:read"}

    def get(self, request: Request, request_id: str) -> dict[str, Any]:
        return self.shown(request_id)


class GiveDocuments(DocumentsView):
    scopes = {"POST": "requests:write"}
    bodies = {"POST": GiveBody}

    def post(self, request: Request, request_id: str) -> dict[str, Any]:
        asked, body = self.asked(request_id), self.body()
        give_documents(
            tenant=request.tenant,
            by=request.member,
            request=asked,
            answer=body["answer"],
            uploads=_named_files(request.member, body.get("files", [])),
            now=self.now,
        )
        return self.shown(request_id)


class JudgeDocuments(DocumentsView):
    scopes = {"POST": "decisions:write"}
    bodies = {"POST": JudgeBody}

    def post(self, request: Request, request_id: str) -> dict[str, Any]:
        asked = self.asked(request_id)
        judge_documents(tenant=request.tenant, by=request.member, request=asked, now=self.now, **self.body())
        return self.shown(request_id)


class SellersType(ApiView):
    """The seller says what a review of theirs is about."""

    scopes = {"POST": "requests:write"}
    bodies = {"POST": TypeBody}
    answers = {"POST": CauseAnswer}
    statuses = {"POST": (201,)}

    def post(self, request: Request, review_id: str) -> Response:
        review = visible_review(request.member, review_id)
        cause = type_feedback(tenant=request.tenant, by=request.member, review=review, now=self.now, **self.body())
        return self.created(_cause(cause))


class AgentsType(CaseView):
    """An agent says what the review of a case is about."""

    scopes = {"POST": "decisions:write"}
    bodies = {"POST": TypeBody}
    answers = {"POST": CauseAnswer}
    statuses = {"POST": (201,)}

    def post(self, request: Request, request_id: str) -> Response:
        review = self.case(request_id).review
        cause = type_feedback(tenant=request.tenant, by=request.member, review=review, now=self.now, **self.body())
        return self.created(_cause(cause))


def _named_files(member: Member, ids: list[Any]) -> list:
    """The files that a body names, in its order; made-up and foreign ones are refused alike."""
    known = {each.pk: each for each in known_uploads([read_id(str(each)) for each in ids])}
    found = [known.get(read_id(str(each))) for each in ids]
    problems = [
        wrong(f"/files/{index}", "There is no such file.")
        for index, each in enumerate(found)
        if each is None or not upload_visible_to(member, each)
    ]
    if problems:
        raise UnableToRead(*problems)
    return found


def _cause(cause: FeedbackCause) -> dict[str, Any]:
    return {
        "review": str(cause.review_id),
        "feedback_type": cause.feedback_type,
        "side": cause.side,
        "note": cause.note,
        "typed_at": cause.typed_at,
    }


def _shown(asked: DocumentRequest) -> dict[str, Any]:
    return {
        "id": str(asked.pk),
        "partner": asked.partner.external_id,
        "order": asked.order.external_id,
        "review": str(asked.review_id),
        "feedback_type": asked.feedback_type,
        "asks_for": asked.asks_for,
        "asked_at": asked.asked_at,
        "due_at": asked.due_at,
        "answer": asked.answer or None,
        "files": [{"id": str(each.upload_id), "name": each.upload.name} for each in asked.documents.all()],
        "given_at": asked.given_at,
        "late": asked.given_late,
        "proves_it_right": asked.proves_it_right,
        "judgement": asked.judgement or None,
        "judged_at": asked.judged_at,
        "version": asked.version,
    }
