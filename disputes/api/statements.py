"""Statements of reasons and decision notices over HTTP, for those to whom they are addressed."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request

from disputes.actions.mark_read import mark_read
from disputes.api.answers import StatementAnswer
from disputes.api.bodies import StatementFilter, StatementFormat
from disputes.api.dsa_answers import DsaPayloadAnswer
from disputes.api.shapes import statement_json
from disputes.queries import statements_of, visible_statement
from disputes.telling.dsa_payload import payload_of
from tenants.models import DESK_ROLES
from wire.refusals import NotPermitted
from wire.views import ApiView


class Statements(ApiView):
    scopes = {"GET": "requests:read"}
    queries = {"GET": StatementFilter}
    answers = {"GET": StatementAnswer}
    lists = True

    def get(self, request: Request) -> dict[str, Any]:
        rows = statements_of(request.member).filter(**self.query())
        return self.page(rows, ordering=("-created_at", "-id"), show=statement_json)


class OneStatement(ApiView):
    scopes = {"GET": "requests:read"}
    queries = {"GET": StatementFormat}
    answers = {"GET": (StatementAnswer, DsaPayloadAnswer)}
    conflicts = {"GET": ("conflict",)}

    def get(self, request: Request, statement_id: str) -> dict[str, Any]:
        """The statement. Its addressee counts as informed from the first reading on.

        With `format=dsa`, for agents and leads: what the EU's DSA Transparency Database takes.
        """
        found = self.id_of(statement_id)
        statement = visible_statement(request.member, found)
        if self.query().get("format") == "dsa":
            if not request.member.has_role(*DESK_ROLES):
                raise NotPermitted("Only agents and leads of this marketplace read this format.")
            return payload_of(statement, tenant=request.tenant)
        mark_read(tenant=request.tenant, by=request.member, statement=statement, now=self.now)
        return statement_json(visible_statement(request.member, found))
