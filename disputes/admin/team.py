"""The leads' page: what waits for the team, what it did of late, how the backlog will go on. Leads only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path
from django.utils import timezone

from disputes.admin.team_figures import team_context
from disputes.models import Decision
from disputes.workload.spans import Span
from tenants.models import Role
from wire.admin import DeskAdmin

SPANS = {"30": "30 days", "90": "90 days", "365": "12 months"}
USUAL = "90"


@admin.register(Decision)
class TeamDesk(DeskAdmin):
    """The decisions of the team, summed up: a page of figures, and none for a single row."""

    list_title = "Team"

    def has_view_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return request.member is not None and request.member.has_role(Role.LEAD)

    def get_urls(self) -> list[URLPattern]:
        return [path("", self.admin_site.admin_view(self.changelist_view), name=f"{self.base}_changelist")]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise Http404
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        asked = request.GET.get("days", USUAL)
        days = asked if asked in SPANS else USUAL
        context = {
            **team_context(Span(int(days), timezone.now(), request.tenant.zone)),
            "spans": [{"label": label, "href": f"?days={key}", "current": key == days} for key, label in SPANS.items()],
            "span": SPANS[days],
            "trail": [],
        }
        return self.page(request, "disputes/admin/team.html", self.list_title, context)
