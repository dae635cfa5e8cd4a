"""Drafts of the next policy over HTTP: begun, changed, read, laid aside and published by leads."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from tenants.actions.change_draft import change_draft
from tenants.actions.discard_draft import discard_draft
from tenants.actions.draft_policy import draft_policy
from tenants.actions.publish_policy import publish_policy
from tenants.api.answers import DraftAnswer, DraftInList, PolicyAnswer
from tenants.api.policy import policy_json
from tenants.models import Role
from tenants.queries import draft_of_id, drafts
from tenants.shapes import draft_in_list, draft_json
from wire.bodies import Document, Instant, Line, StrictBody, Version
from wire.views import ApiView

LEADS = (Role.LEAD,)


class NewDraft(StrictBody):
    document = Document()
    title = Line(max_length=1000, required=False, allow_blank=True)


class ChangedDraft(StrictBody):
    version = Version()
    document = Document(required=False)
    title = Line(max_length=1000, required=False, allow_blank=True)


class SeenDraft(StrictBody):
    version = Version()


class Publication(StrictBody):
    effective_from = Instant(required=False, allow_null=True)
    note = Line(max_length=1000, required=False, allow_blank=True)
    # Who leaves it out publishes the draft as it is.
    version = Version(required=False)


class Drafts(ApiView):
    scopes = {"GET": "policy:read", "POST": "policy:write"}
    roles = {"GET": LEADS, "POST": LEADS}
    bodies = {"POST": NewDraft}
    answers = {"GET": DraftInList, "POST": DraftAnswer}
    statuses = {"POST": (201,)}
    lists = True

    def get(self, request: Request) -> dict[str, Any]:
        """Every draft, the one changed last first, without its document."""
        return self.page(drafts(), ordering=("-changed_at", "-id"), show=draft_in_list)

    def post(self, request: Request) -> Response:
        """Begin a draft; every field that is wrong is named by its path below /document."""
        draft = draft_policy(tenant=request.tenant, by=request.member, now=self.now, **self.body())
        return self.created(draft_json(draft))


class OneDraft(ApiView):
    scopes = {"GET": "policy:read", "PATCH": "policy:write", "DELETE": "policy:write"}
    roles = {"GET": LEADS, "PATCH": LEADS, "DELETE": LEADS}
    bodies = {"PATCH": ChangedDraft, "DELETE": SeenDraft}
    answers = {"GET": DraftAnswer, "PATCH": DraftAnswer, "DELETE": DraftAnswer}

    def get(self, request: Request, draft_id: str) -> dict[str, Any]:
        """The draft with how far its replay is, and the report once one of this very document is done."""
        return draft_json(draft_of_id(self.id_of(draft_id)))

    def patch(self, request: Request, draft_id: str) -> dict[str, Any]:
        draft = draft_of_id(self.id_of(draft_id))
        return draft_json(
            change_draft(tenant=request.tenant, by=request.member, draft=draft, now=self.now, **self.body())
        )

    def delete(self, request: Request, draft_id: str) -> dict[str, Any]:
        """Lay the draft aside; it can still be read."""
        draft = draft_of_id(self.id_of(draft_id))
        return draft_json(
            discard_draft(tenant=request.tenant, by=request.member, draft=draft, now=self.now, **self.body())
        )


class PublishDraft(ApiView):
    scopes = {"POST": "policy:write"}
    roles = {"POST": LEADS}
    bodies = {"POST": Publication}
    answers = {"POST": PolicyAnswer}
    statuses = {"POST": (201,)}

    def post(self, request: Request, draft_id: str) -> Response:
        """Publish the draft as the next version, in force from `effective_from` on, or at once."""
        draft = draft_of_id(self.id_of(draft_id))
        given = {"effective_from": None, "version": draft.version, **self.body()}
        version = publish_policy(tenant=request.tenant, by=request.member, draft=draft, now=self.now, **given)
        return self.created(policy_json(version))
