"""Replays of drafted policies over HTTP: asked for here, read with the draft."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from disputes.actions.replay_draft import replay_draft
from disputes.api.answers import ReplayAskedAnswer
from tenants.models import Role
from tenants.queries import draft_of_id
from tenants.shapes import replay_json
from wire.bodies import StrictBody, Whole
from wire.views import ApiView


class Span(StrictBody):
    days = Whole()


class ReplayDraft(ApiView):
    scopes = {"POST": "policy:write"}
    roles = {"POST": (Role.LEAD,)}
    bodies = {"POST": Span}
    answers = {"POST": ReplayAskedAnswer}
    statuses = {"POST": (202,)}

    def post(self, request: Request, draft_id: str) -> Response:
        """Ask what the draft would have changed over the last `days` days; `GET policy/drafts/{id}` has the report."""
        draft = draft_of_id(self.id_of(draft_id))
        replay = replay_draft(tenant=request.tenant, by=request.member, draft=draft, now=self.now, **self.body())
        answer: dict[str, Any] = {"id": draft.pk, "replay": replay_json(replay, draft), "report": None}
        return Response(answer, status=202)
