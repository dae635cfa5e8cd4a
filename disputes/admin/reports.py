"""The leads' page of the reports to the EU's DSA Transparency Database: the account, what waits, what was refused."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from disputes.actions.send_again import send_again
from disputes.actions.set_reporting import set_reporting
from disputes.admin.typed import whole
from disputes.models import Database, Report
from disputes.queries.reporting import account_of, report_counts, reports_visible_to
from disputes.reporting.databases import ADDRESSES
from policy.grounds import GROUNDS
from policy.terms import GroundKey
from policy.windows import local_day, start_of_day
from tenants.models import Role
from wire.admin import ChoiceFilter, DeskAdmin, one_action

PAGE = "disputes/admin/reports.html"
FIELDS = ("database", "since")
NAMES = {Database.PRODUCTION: "The public database", Database.SANDBOX: "The sandbox, for trying it out"}
NO_DAY = {"pointer": "/since", "text": "Please write the day as in 2027-03-01.", "code": "validation_failed"}


class ReportStanding(ChoiceFilter):
    title = "Show"
    parameter_name = "state"
    any_label = "Refused and held"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return [(Report.State.WAITING.value, "Waiting"), (Report.State.SENT.value, "Sent")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        states = [self.value()] if self.value() else [Report.State.REFUSED, Report.State.HELD]
        return queryset.filter(state__in=states)


@admin.register(Report)
class ReportDesk(DeskAdmin):
    list_title = "Reports to the EU"
    empty_title = "Nothing here"
    empty_body = "No report is refused or held back, or none fits what you asked for."
    acts = ("again",)
    list_display = ("id",)
    list_filter = (ReportStanding,)
    ordering = ("-id",)
    change_list_template = PAGE

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.member is not None and request.member.has_role(Role.LEAD)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        return reports_visible_to(request.member).select_related("statement__decision").defer("payload")

    def desk_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("set/", view(require_POST(self.set)), name=f"{self.base}_set"),
            path("all-again/", view(require_POST(self.all_again)), name=f"{self.base}_all_again"),
            *super().desk_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer = super().changelist_view(request, extra_context)
        if cl := getattr(answer, "context_data", {}).get("cl"):
            answer.context_data |= {"rows": [self._row(each) for each in cl.result_list], **self._account(request)}
        return answer

    def row_page(self, request: HttpRequest, row: Report) -> HttpResponse:
        context = {"report": self._row(row), "payload": row.payload, "opts": self.opts}
        return self.page(request, "disputes/admin/report.html", f"Report of {row.created_at:%d %B %Y}", context)

    def set(self, request: HttpRequest) -> HttpResponse:
        """The account as it was typed; what is refused comes back with what was typed, but for the token."""
        self._leads_only(request)
        typed = {name: request.POST.get(name, "").strip() for name in FIELDS}
        typed["on"] = "on" in request.POST
        since, wrong = self._since(request, typed["since"])
        refused = [NO_DAY] if wrong else []
        if not refused:
            _, refused = one_action(
                lambda: set_reporting(
                    tenant=request.tenant,
                    by=request.member,
                    on=typed["on"],
                    database=typed["database"],
                    token=request.POST.get("token", ""),
                    since=since,
                    version=whole(request.POST.get("version", "")),
                    now=timezone.now(),
                )
            )
        if refused:
            stale = any(each["code"] == "stale_version" for each in refused)
            return self._form(request, typed, refused, 409 if stale else 422)
        done = "Saved. What waits goes out within a minute or two." if typed["on"] else "Saved. Nothing is sent."
        messages.success(request, done)
        return HttpResponseRedirect(self.list_href())

    def all_again(self, request: HttpRequest) -> HttpResponse:
        self._leads_only(request)
        return self._again(request, {})

    def again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._again(request, {"report_id": self.the_row(request, object_id).pk})

    def _leads_only(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise Http404

    def _again(self, request: HttpRequest, which: dict[str, Any]) -> HttpResponse:
        acting = {"tenant": request.tenant, "by": request.member, "now": timezone.now()}
        number, refused = one_action(lambda: send_again(**acting, **which))
        for each in refused:
            messages.warning(request, each["text"])
        if number:
            messages.success(request, "It waits again." if number == 1 else f"{number:,} wait again.")
        return HttpResponseRedirect(self.list_href())

    def _form(
        self, request: HttpRequest, typed: dict[str, Any], problems: list[dict[str, str]], status: int
    ) -> HttpResponse:
        context = {
            **self._account(request),
            "typed": typed,
            "errors": [{"href": _field(each["pointer"]), "text": each["text"]} for each in problems],
            "wrong": {each["pointer"].removeprefix("/"): each["text"] for each in problems},
            "form_alone": True,
        }
        return self.page(request, PAGE, self.list_title, {**context, "trail": []}, status=status)

    def _account(self, request: HttpRequest) -> dict[str, Any]:
        account, counts = account_of(), report_counts(account_of())
        since = local_day(account.since, request.tenant.zone).isoformat() if account and account.since else ""
        return {
            "account": account,
            "database_name": NAMES[Database(account.database)] if account else "",
            "counts": counts,
            "stopped": counts["refused"] + counts["held"],
            "version": account.version if account else 0,
            "has_token": bool(account and account.sealed_token),
            "typed": {
                "on": bool(account and account.on),
                "database": account.database if account else Database.PRODUCTION.value,
                "since": since,
            },
            "databases": [
                {"value": each.value, "label": f"{name} ({ADDRESSES[each.value].removeprefix('https://')})"}
                for each, name in NAMES.items()
            ],
            "hrefs": {name: reverse(f"admin:{self.base}_{name}") for name in ("set", "all_again")},
        }

    def _row(self, report: Report) -> dict[str, Any]:
        ground = report.statement.ground
        stopped = report.state in (Report.State.REFUSED, Report.State.HELD)
        return {
            "report": report,
            "href": self.row_href(report),
            "ground": GROUNDS[GroundKey(ground)].text.name if ground else "–",
            "outcome": report.statement.decision.outcome,
            "state": Report.State(report.state).label,
            "again_href": reverse(f"admin:{self.base}_again", args=[report.pk]) if stopped else "",
        }

    def _since(self, request: HttpRequest, typed: str) -> tuple[datetime | None, bool]:
        """The beginning of that day in the marketplace's time, and whether it is none."""
        if not typed:
            return None, False
        account = account_of()
        try:
            day = date.fromisoformat(typed)
            begin = start_of_day(day, request.tenant.zone)
        except (ValueError, OverflowError):
            return None, True
        # The day of the moment that there is already changes nothing.
        same = account and account.since and local_day(account.since, request.tenant.zone) == day
        return (None if same else begin), False


def _field(pointer: str) -> str:
    return f"#id_{pointer.removeprefix('/')}" if pointer in ("/token", "/database", "/since") else ""
