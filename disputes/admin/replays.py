"""The button that replays a draft of the policy over the past; its report stands on the draft's own page."""

from __future__ import annotations

from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from disputes.actions.replay_draft import replay_draft
from disputes.admin.typed import whole
from tenants.models import PolicyDraft, PolicyReplay, Role
from tenants.queries import draft_of_id
from wire.admin import DeskAdmin, one_action

NO_NUMBER = "Please write how many days back it should look, as a whole number."


@admin.register(PolicyReplay)
class ReplayDesk(DeskAdmin):
    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.member is not None and request.member.has_role(Role.LEAD)

    def get_urls(self) -> list[URLPattern]:
        """No list and no pages: a replay is read where its draft is."""
        ask = self.admin_site.admin_view(require_POST(self.ask))
        return [path("<uuid:draft_id>/ask/", ask, name=f"{self.base}_ask")]

    def ask(self, request: HttpRequest, draft_id: UUID) -> HttpResponse:
        if not self.has_view_permission(request):
            raise Http404
        draft, _ = one_action(lambda: draft_of_id(draft_id))
        days = whole(request.POST.get("days", "").strip())
        if days is None:
            messages.warning(request, NO_NUMBER)
        else:
            self._replay(request, draft, days)
        return HttpResponseRedirect(reverse("admin:tenants_policydraft_change", args=[draft_id]) + "#course")

    def _replay(self, request: HttpRequest, draft: PolicyDraft, days: int) -> None:
        _, refused = one_action(
            lambda: replay_draft(
                tenant=request.tenant,
                by=request.member,
                draft=draft,
                days=days,
                now=timezone.now(),
            )
        )
        for each in refused:
            messages.warning(request, each["text"])
