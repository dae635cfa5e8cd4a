"""Appeals over HTTP: either side lodges one, an agent who had no part in the decision decides it."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from disputes.actions.claim_appeal import claim_appeal
from disputes.actions.decide_appeal import decide_appeal
from disputes.actions.lodge_appeal import lodge_appeal
from disputes.api.answers import AppealAnswer, AppealInList
from disputes.api.bodies import AppealDecisionBody, AppealFilter, Words
from disputes.api.requests import assignment
from disputes.models import Appeal
from disputes.queries import appeals_visible_to, sees_every_case, visible_appeal, visible_decision
from disputes.shapes import appeal_json, decision_json
from feedback.queries import review_of_id
from wire.views import ApiView


class AppealView(ApiView):
    answers = {"GET": AppealAnswer, "POST": AppealAnswer}

    def shown(self, appeal: Appeal) -> dict[str, Any]:
        desk = self.request.member.at_the_desk
        decision = getattr(appeal, "new_decision", None)
        review = review_of_id(appeal.decision.review_id)
        return appeal_json(appeal, at_the_desk=desk, now=self.now) | {
            "new_decision": decision and decision_json(decision, at_the_desk=desk),
            "review_status": review.status,
        }


class LodgeAppeal(AppealView):
    scopes = {"POST": "requests:write"}
    bodies = {"POST": Words}
    statuses = {"POST": (201,)}

    def post(self, request: Request, decision_id: str) -> Response:
        decision = visible_decision(request.member, self.id_of(decision_id))
        words = self.body()["body"]
        appeal = lodge_appeal(tenant=request.tenant, by=request.member, decision=decision, body=words, now=self.now)
        return self.created(self.shown(appeal))


class Appeals(AppealView):
    scopes = {"GET": "requests:read"}
    answers = {"GET": AppealInList}
    queries = {"GET": AppealFilter}
    lists = True

    def get(self, request: Request) -> dict[str, Any]:
        asked = self.query()
        rows = appeals_visible_to(request.member)
        if "assigned" in asked:
            rows = rows.filter(assignment(asked.pop("assigned"), request.member, self.now))
        every = sees_every_case(request.member)
        return self.page(
            rows.filter(**asked),
            ordering=("due_at", "id") if every else ("-lodged_at", "-id"),
            show=lambda appeal: appeal_json(appeal, at_the_desk=request.member.at_the_desk, now=self.now),
        )


class OneAppeal(AppealView):
    scopes = {"GET": "requests:read"}

    def get(self, request: Request, appeal_id: str) -> dict[str, Any]:
        return self.shown(visible_appeal(request.member, self.id_of(appeal_id)))


class ClaimAppeal(AppealView):
    scopes = {"POST": "decisions:write"}

    def post(self, request: Request, appeal_id: str) -> dict[str, Any]:
        appeal = visible_appeal(request.member, self.id_of(appeal_id))
        claimed = claim_appeal(tenant=request.tenant, by=request.member, appeal=appeal, now=self.now)
        return self.shown(claimed)


class DecideAppeal(AppealView):
    scopes = {"POST": "decisions:write"}
    bodies = {"POST": AppealDecisionBody}

    def post(self, request: Request, appeal_id: str) -> dict[str, Any]:
        appeal = visible_appeal(request.member, self.id_of(appeal_id))
        decide_appeal(tenant=request.tenant, by=request.member, appeal=appeal, now=self.now, **self.body())
        return self.shown(visible_appeal(request.member, appeal.pk))
