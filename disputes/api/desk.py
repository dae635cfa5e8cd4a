"""The desk over HTTP: agents claim cases, ask, and decide; leads answer decisions that were held."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request

from disputes.actions.approve_decision import approve_decision
from disputes.actions.ask_information import ask_information
from disputes.actions.claim_next import claim_next
from disputes.actions.claim_request import claim_request
from disputes.actions.decide_request import decide_request
from disputes.actions.release_request import release_request
from disputes.actions.send_back_decision import send_back_decision
from disputes.api.answers import DecidedAnswer
from disputes.api.bodies import ApprovalBody, DecisionBody, Question, SendBackBody
from disputes.api.requests import CaseView
from disputes.models import Decision
from disputes.shapes import decision_json
from feedback.queries import review_of_id

DECIDES = {"POST": "decisions:write"}


class Claim(CaseView):
    scopes = DECIDES

    def post(self, request: Request, request_id: str) -> dict[str, Any]:
        case = self.case(request_id)
        claim_request(tenant=request.tenant, by=request.member, request=case, now=self.now)
        return self.shown(case.pk)


class Release(CaseView):
    scopes = DECIDES

    def post(self, request: Request, request_id: str) -> dict[str, Any]:
        case = self.case(request_id)
        release_request(tenant=request.tenant, by=request.member, request=case, now=self.now)
        return self.shown(case.pk)


class ClaimNext(CaseView):
    scopes = DECIDES
    statuses = {"POST": (200, 204)}

    def post(self, request: Request) -> dict[str, Any] | None:
        """The most urgent case that is free, claimed; 204 where nothing waits."""
        case = claim_next(tenant=request.tenant, by=request.member, now=self.now)
        return None if case is None else self.shown(case.pk)


class Ask(CaseView):
    scopes = DECIDES
    bodies = {"POST": Question}

    def post(self, request: Request, request_id: str) -> dict[str, Any]:
        case = self.case(request_id)
        ask_information(tenant=request.tenant, by=request.member, request=case, now=self.now, **self.body())
        return self.shown(case.pk)


class DecisionView(CaseView):
    """A view that answers with a decision and what has become of the review."""

    scopes = DECIDES
    answers = {"POST": DecidedAnswer}

    def decided(self, decision: Decision) -> dict[str, Any]:
        review = review_of_id(decision.review_id)
        return {
            "decision": decision_json(decision, at_the_desk=True),
            "review": {"id": review.pk, "status": review.status},
        }


class Decide(DecisionView):
    bodies = {"POST": DecisionBody}

    def post(self, request: Request, request_id: str) -> dict[str, Any]:
        case = self.case(request_id)
        decision = decide_request(tenant=request.tenant, by=request.member, request=case, now=self.now, **self.body())
        return self.decided(decision)


class Approve(DecisionView):
    bodies = {"POST": ApprovalBody}

    def post(self, request: Request, request_id: str) -> dict[str, Any]:
        case = self.case(request_id)
        decision = approve_decision(tenant=request.tenant, by=request.member, request=case, now=self.now, **self.body())
        return self.decided(decision)


class SendBack(DecisionView):
    bodies = {"POST": SendBackBody}

    def post(self, request: Request, request_id: str) -> dict[str, Any]:
        case = self.case(request_id)
        decision = send_back_decision(
            tenant=request.tenant, by=request.member, request=case, now=self.now, **self.body()
        )
        return self.decided(decision)
