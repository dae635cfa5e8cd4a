"""Saved replies: agents read which there are, leads write them; every version stays."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from disputes.actions.retire_saved_reply import retire_saved_reply
from disputes.actions.write_saved_reply import write_saved_reply
from disputes.admin.rows import ground_name
from disputes.admin.typed import whole, wrong_fields
from disputes.models import SavedReply
from disputes.queries import saved_replies_visible_to, versions_of
from disputes.replies.variables import VARIABLES
from policy.terms import GroundKey
from tenants.models import Role
from tenants.queries import policy_in_force
from wire.admin import ChoiceFilter, DeskAdmin, one_action

PAGE = "disputes/admin/reply.html"
FIELDS = ("name", "language", "use", "ground", "body")
USES = {SavedReply.Use.REASON: "The reason of a decision", SavedReply.Use.QUESTION: "A question to the seller"}


class ReplyStanding(ChoiceFilter):
    title = "Show"
    parameter_name = "show"
    any_label = "In use"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return [("retired", "Taken out of use")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(retired_at__isnull=self.value() != "retired")


class ReplyUse(ChoiceFilter):
    title = "For"
    parameter_name = "use"
    any_label = "Anything"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return [("reason", "Reasons"), ("question", "Questions")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(use=self.value()) if self.value() else queryset


@admin.register(SavedReply)
class SavedReplyDesk(DeskAdmin):
    list_title = "Saved replies"
    list_note = "Words to start from in reasons and questions. Whoever uses one can change it before it is sent."
    empty_title = "No saved reply"
    empty_body = "None is written yet, or none fits what you asked for."
    acts = ("write", "retire")
    list_display = ("id",)
    list_filter = (ReplyStanding, ReplyUse)
    search_fields = ("name",)
    search_help_text = "Name"
    ordering = ("name", "language", "id")
    change_list_template = "disputes/admin/replies.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[SavedReply]:
        return saved_replies_visible_to(request.member)

    def desk_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [path("new/", view(self.new), name=f"{self.base}_new"), *super().desk_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer = super().changelist_view(request, extra_context)
        if cl := getattr(answer, "context_data", {}).get("cl"):
            rows = [
                {
                    "row": each,
                    "href": self.row_href(each),
                    "use": USES[SavedReply.Use(each.use)],
                    "ground": ground_name(each.ground) if each.ground else "All",
                }
                for each in cl.result_list
            ]
            may_write = request.member.has_role(Role.LEAD)
            answer.context_data |= {"rows": rows, "new_href": self._new_href() if may_write else ""}
        return answer

    def new(self, request: HttpRequest) -> HttpResponse:
        """The empty form, and what it sends."""
        if not (self.has_view_permission(request) and request.member.has_role(Role.LEAD)):
            raise Http404
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        if request.method != "POST":
            return self._form(request, None, {"language": "en", "use": SavedReply.Use.REASON.value})
        return self._write(request, None)

    def write(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._write(request, self.the_row(request, object_id))

    def retire(self, request: HttpRequest, object_id: str) -> HttpResponse:
        reply = self.the_row(request, object_id)
        acting = {"tenant": request.tenant, "by": request.member, "reply": reply, "now": timezone.now()}
        _, refused = one_action(lambda: retire_saved_reply(**acting))
        if refused:
            return self._form(request, reply, _as_written(reply), refused)
        messages.success(request, "Nobody is offered it any more.")
        return HttpResponseRedirect(self.row_href(reply))

    def row_page(self, request: HttpRequest, row: SavedReply) -> HttpResponse:
        return self._form(request, row, _as_written(row))

    def _write(self, request: HttpRequest, reply: SavedReply | None) -> HttpResponse:
        typed = {name: request.POST.get(name, "") for name in FIELDS}
        acting = {"tenant": request.tenant, "by": request.member, "now": timezone.now(), "reply": reply}
        version = whole(request.POST.get("version", ""))
        written, refused = one_action(lambda: write_saved_reply(**acting, **typed, version=version))
        if refused:
            return self._form(request, reply, typed, refused)
        messages.success(request, f"Kept as version {written.number}.")
        return HttpResponseRedirect(self.row_href(written.reply))

    def _form(
        self,
        request: HttpRequest,
        reply: SavedReply | None,
        typed: dict[str, str],
        problems: list[dict[str, str]] | None = None,
    ) -> HttpResponse:
        problems = problems or []
        offered = policy_in_force(at=timezone.now()).policy.removal.offered
        grounds = dict.fromkeys([*offered, *([GroundKey(reply.ground)] if reply and reply.ground else [])])
        context = {
            "reply": reply,
            "typed": typed,
            "problems": problems,
            "wrong": wrong_fields(problems),
            "versions": list(versions_of(reply)) if reply else [],
            "may_write": request.member.has_role(Role.LEAD),
            "uses": [{"value": use.value, "label": label} for use, label in USES.items()],
            "grounds": [{"value": "", "label": "All grounds"}]
            + [{"value": key.value, "label": ground_name(key)} for key in grounds],
            "variables": [{"name": f"{{{name}}}", "means": means} for name, means in VARIABLES.items()],
            "write_href": self._act_href(reply, "write") if reply else self._new_href(),
            "retire_href": self._act_href(reply, "retire") if reply and reply.retired_at is None else "",
        }
        stale = any(each["code"] in ("stale_version", "conflict") for each in problems)
        title = str(reply) if reply else "A new reply"
        return self.page(request, PAGE, title, context, status=(409 if stale else 422) if problems else 200)

    def _act_href(self, reply: SavedReply, name: str) -> str:
        return reverse(f"admin:{self.base}_{name}", args=[reply.pk])

    def _new_href(self) -> str:
        return reverse(f"admin:{self.base}_new")


def _as_written(reply: SavedReply) -> dict[str, str]:
    return {name: getattr(reply, name) or "" for name in FIELDS}
