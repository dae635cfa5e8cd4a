"""Removal requests over HTTP: checked, filed, read, answered and withdrawn by the sides of the case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from disputes.actions.check_request import check_request
from disputes.actions.file_request import file_request
from disputes.actions.give_information import give_information
from disputes.actions.reply_to_request import reply_to_request
from disputes.actions.withdraw_request import withdraw_request
from disputes.api.answers import CaseAnswer, CaseInList, CheckAnswer
from disputes.api.bodies import (
    Answer,
    RequestBody,
    RequestFilter,
    WithdrawRequestBody,
    Words,
    claims_of,
    evidence_of,
)
from disputes.api.shapes import case_in_full, check_json, refused_check
from disputes.models import RemovalRequest
from disputes.queries import assigned_to, cases_visible_to, sees_every_case, visible_case
from disputes.shapes import case_in_list
from disputes.telling.disclosure import disclosure_to
from feedback.queries import visible_review
from orders.queries import sellers_run_by
from tenants.models import Member
from wire.bodies import UnableToRead, wrong
from wire.refusals import NotThere
from wire.views import ApiView


class CaseView(ApiView):
    """A view that answers with one case."""

    answers = {"GET": CaseAnswer, "POST": CaseAnswer}

    def case(self, request_id: str) -> RemovalRequest:
        return visible_case(self.request.member, self.id_of(request_id))

    def shown(self, request_id: Any) -> dict[str, Any]:
        """The case as it is now, read again."""
        case = visible_case(self.request.member, request_id)
        return case_in_full(case, to=disclosure_to(self.request.member, case), now=self.now)


class RemovalRequests(CaseView):
    scopes = {"GET": "requests:read", "POST": "requests:write"}
    bodies = {"POST": RequestBody}
    answers = {"GET": CaseInList, "POST": CaseAnswer}
    queries = {"GET": RequestFilter}
    statuses = {"POST": (201,)}
    lists = True

    def get(self, request: Request) -> dict[str, Any]:
        member: Member = request.member
        rows = self._narrowed(cases_visible_to(member), **self.query())
        own = set(sellers_run_by(member).values_list("pk", flat=True)) if member.at_the_desk else set()
        return self.page(
            rows,
            # The desk reads its queue by deadline, everybody else their newest cases first.
            ordering=("due_at", "id") if sees_every_case(member) else ("-filed_at", "-id"),
            show=lambda case: case_in_list(
                case,
                lease=member.at_the_desk and case.seller_id not in own and case.review.buyer_id != member.pk,
                now=self.now,
            ),
        )

    def post(self, request: Request) -> Response:
        body = self.body()
        case = file_request(
            tenant=request.tenant,
            by=request.member,
            review=named_review(request.member, body["review"]),
            claims=claims_of(body),
            evidence=evidence_of(body),
            now=self.now,
        )
        return self.created(self.shown(case.pk))

    def _narrowed(
        self, rows: QuerySet[RemovalRequest], *, status: str = "", ground: str = "", assigned: str = ""
    ) -> QuerySet[RemovalRequest]:
        if status:
            rows = rows.filter(status=status)
        if ground:
            rows = rows.filter(claims__ground=ground)
        return rows.filter(assignment(assigned, self.request.member, self.now)) if assigned else rows


class CheckRequest(ApiView):
    scopes = {"POST": "requests:write"}
    bodies = {"POST": RequestBody}
    answers = {"POST": CheckAnswer}
    takes_any = True

    def post(self, request: Request) -> dict[str, Any]:
        """What POST removal-requests would answer, said beforehand; what it would refuse is a 200 here."""
        try:
            body = self.body()
            review = named_review(request.member, body["review"])
        except UnableToRead as refusal:
            return refused_check(refusal.problems)
        result = check_request(
            tenant=request.tenant,
            by=request.member,
            review=review,
            claims=claims_of(body),
            evidence=evidence_of(body),
            now=self.now,
        )
        return check_json(result)


class OneRequest(CaseView):
    scopes = {"GET": "requests:read"}

    def get(self, request: Request, request_id: str) -> dict[str, Any]:
        return self.shown(self.id_of(request_id))


class Reply(CaseView):
    scopes = {"POST": "requests:write"}
    bodies = {"POST": Words}

    def post(self, request: Request, request_id: str) -> dict[str, Any]:
        case = self.case(request_id)
        words = self.body()["body"]
        reply_to_request(tenant=request.tenant, by=request.member, request=case, body=words, now=self.now)
        return self.shown(case.pk)


class GiveInformation(CaseView):
    scopes = {"POST": "requests:write"}
    bodies = {"POST": Answer}

    def post(self, request: Request, request_id: str) -> dict[str, Any]:
        case = self.case(request_id)
        body = self.body()
        give_information(
            tenant=request.tenant,
            by=request.member,
            request=case,
            answer=body["answer"],
            evidence=evidence_of(body),
            now=self.now,
        )
        return self.shown(case.pk)


class Withdraw(CaseView):
    scopes = {"POST": "requests:write"}
    bodies = {"POST": WithdrawRequestBody}

    def post(self, request: Request, request_id: str) -> dict[str, Any]:
        case = self.case(request_id)
        version = self.body().get("version")
        withdraw_request(tenant=request.tenant, by=request.member, request=case, version=version, now=self.now)
        return self.shown(case.pk)


def named_review(member: Member, review_id: Any) -> Any:
    """The review that a body names: made-up, foreign and invisible ones are refused alike."""
    try:
        return visible_review(member, review_id)
    except NotThere:
        raise UnableToRead(wrong("/review", "There is no such review.")) from None


def assignment(assigned: str, member: Member, now: datetime) -> Q:
    """Who works on it: `me`, `none`, or an agent's e-mail address. Only the desk may ask."""
    if not member.at_the_desk:
        raise UnableToRead(wrong("/assigned", "Only agents and leads see who works on what."))
    if assigned == "none":
        return Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    if assigned == "me":
        return assigned_to(member, now)
    who = Q(claimed_by__email__iexact=assigned) | Q(claimed_by__user__email__iexact=assigned)
    return who & Q(claimed_until__gt=now)
