"""Notices of illegal content over HTTP: anybody sends one without a key; agents read and answer them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.address import client_address, neighbourhood
from disputes.actions.dismiss_notice import dismiss_notice
from disputes.actions.link_notice import link_notice
from disputes.actions.submit_notice import Receipt, submit_notice
from disputes.models import ABOUT, Notice
from disputes.queries import notices_visible_to, visible_notice
from tenants.models import DESK_ROLES
from wire.bodies import Choice, Email, Flag, Id, Line, Query, StrictBody, Text, UnableToRead, Version, wrong
from wire.refusals import NotPermitted
from wire.views import PUBLIC, ApiView

_TEXT = 20_000


class NoticeBody(StrictBody):
    url = Line(max_length=2000)
    explanation = Text(max_length=_TEXT, allow_blank=True)
    name = Line(max_length=200)
    email = Email()
    good_faith = Flag()
    law = Line(max_length=300, required=False, allow_blank=True, allow_null=True)
    about = Choice(ABOUT, required=False)


class TriageBody(StrictBody):
    version = Version()
    outcome = Choice(["case", "dismissed"])
    review = Id(required=False)
    answer = Text(max_length=_TEXT, required=False, allow_blank=True)
    manifestly_unfounded = Flag(required=False)


class NoticeFilter(Query):
    status = Choice(Notice.Status.values, required=False)
    about = Choice(ABOUT, required=False)


class ReceiptAnswer(StrictBody):
    number = serializers.CharField()
    status = Choice(Notice.Status.values)
    link = serializers.CharField()
    url = serializers.CharField()
    about = Choice(ABOUT)
    received_at = serializers.DateTimeField()
    decision_due_at = serializers.DateTimeField(allow_null=True)


class NoticeAnswer(StrictBody):
    id = Id()
    number = serializers.CharField()
    status = Choice(Notice.Status.values)
    url = serializers.CharField()
    about = Choice(ABOUT)
    explanation = serializers.CharField()
    law = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    email = serializers.CharField()
    review = Id(allow_null=True)
    request = Id(allow_null=True)
    answer = serializers.CharField(allow_null=True)
    manifestly_unfounded = serializers.BooleanField()
    received_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class Notices(ApiView):
    scopes = {"GET": "requests:read", "POST": PUBLIC}
    bodies = {"POST": NoticeBody}
    queries = {"GET": NoticeFilter}
    answers = {"GET": NoticeAnswer, "POST": ReceiptAnswer}
    statuses = {"POST": (201,)}
    lists = True

    def get(self, request: Request) -> dict[str, Any]:
        """The desk's: the newest first."""
        if not request.member.has_role(*DESK_ROLES):
            raise NotPermitted("Only agents and leads of this marketplace read notices.")
        rows = notices_visible_to(request.member).prefetch_related("cases").filter(**self.query())
        return self.page(rows, ordering=("-received_at", "-id"), show=_shown)

    def post(self, request: Request) -> Response:
        """The receipt, with the author's own link; it is sent to the e-mail address, too."""
        body = self.body()
        body["law"] = body.get("law") or ""
        receipt = submit_notice(
            tenant=request.tenant,
            by=request.member,
            address=neighbourhood(client_address(request)),
            now=self.now,
            **body,
        )
        return self.created(_receipt(receipt, request))


class OneNotice(ApiView):
    scopes = {"GET": "requests:read"}
    answers = {"GET": NoticeAnswer}

    def get(self, request: Request, notice_id: str) -> dict[str, Any]:
        return _shown(visible_notice(request.member, self.id_of(notice_id)))


class TriageNotice(ApiView):
    scopes = {"POST": "decisions:write"}
    bodies = {"POST": TriageBody}
    answers = {"POST": NoticeAnswer}

    def post(self, request: Request, notice_id: str) -> dict[str, Any]:
        """`case` with the `review` that it means, or `dismissed` with an `answer`."""
        notice, body = visible_notice(request.member, self.id_of(notice_id)), self.body()
        acting = {"tenant": request.tenant, "by": request.member, "notice": notice, "now": self.now}
        if body.pop("outcome") == "case":
            _only(body, "review")
            if "review" not in body:
                raise UnableToRead(wrong("/review", "Name the review that it means."))
            link_notice(**acting, review_id=body["review"], version=body["version"])
        else:
            _only(body, "answer", "manifestly_unfounded")
            dismiss_notice(**acting, **{"answer": "", **body})
        return _shown(visible_notice(request.member, notice.pk))


def _only(body: dict[str, Any], *names: str) -> None:
    """What belongs to the other outcome is not passed over in silence."""
    others = [name for name in body if name not in ("version", *names)]
    if others:
        raise UnableToRead(*(wrong(f"/{name}", "This does not belong to that outcome.") for name in others))


def _receipt(receipt: Receipt, request: Request) -> dict[str, Any]:
    notice, case = receipt.notice, receipt.case
    return {
        "number": notice.number,
        "status": notice.status,
        "link": request.build_absolute_uri(reverse("notice_page", args=[receipt.token])),
        "url": notice.url,
        "about": notice.about,
        "received_at": notice.received_at,
        "decision_due_at": case.due_at if case else None,
    }


def _shown(notice: Notice) -> dict[str, Any]:
    case = next(iter(notice.cases.all()), None)
    return {
        "id": notice.pk,
        "number": notice.number,
        "status": notice.status,
        "url": notice.url,
        "about": notice.about,
        "explanation": notice.explanation,
        "law": notice.law or None,
        "name": notice.author.name,
        "email": notice.author.email,
        "review": notice.review_id,
        "request": case.pk if case else None,
        "answer": notice.answer or None,
        "manifestly_unfounded": notice.manifestly_unfounded,
        "received_at": notice.received_at,
        "answered_at": notice.answered_at,
        "version": notice.version,
    }
