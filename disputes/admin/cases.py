"""The queue of cases and the one page on which a case is decided. Each button is one action."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from disputes.actions.approve_decision import approve_decision
from disputes.actions.ask_information import ask_information
from disputes.actions.ask_to_look_again import ask_to_look_again
from disputes.actions.claim_next import claim_next
from disputes.actions.claim_request import claim_request
from disputes.actions.decide_request import decide_request
from disputes.actions.release_request import release_request
from disputes.actions.send_back_decision import send_back_decision
from disputes.admin.case_page import evidence_context, what_happened_since
from disputes.admin.causes import CauseActs, causes_context
from disputes.admin.filters import ClaimedGround, Standing, Which
from disputes.admin.panel import panel
from disputes.admin.preview import preview
from disputes.admin.reasons import drafts
from disputes.admin.rows import row_of_case
from disputes.admin.typed import Typed, filled_in, read_typed, whole
from disputes.models import RemovalRequest, Reply
from disputes.queries import cases_visible_to, story_of
from orders.queries import sellers_run_by
from tenants.models import Role
from tenants.queries import policy_in_force
from wire.admin import DeskAdmin, one_action
from wire.instants import read_instant

PAGE = "disputes/admin/case.html"


@admin.register(RemovalRequest)
class CaseDesk(CauseActs, DeskAdmin):
    list_title = "Queue"
    acts = (
        *("claim", "release", "ask", "preview", "decide", "approve", "send-back"),
        *("type", "ask-documents", "judge-documents", "look-again"),
    )
    list_note = "Cases by the time at which their decision is due, the most urgent first."
    empty_title = "Nothing waits here"
    empty_body = "No case fits what you asked for."
    list_display = ("id",)
    list_filter = (Standing, ClaimedGround, Which)
    search_fields = ("=review__order__external_id", "=seller__external_id")
    search_help_text = "Order or seller id"
    ordering = ("due_at", "id")
    change_list_template = "disputes/admin/queue.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[RemovalRequest]:
        """Cases of this marketplace on whose side the agent is not: those are not there for them."""
        replied = Exists(Reply.objects.filter(request=OuterRef("pk")))
        return (
            cases_visible_to(request.member)
            .exclude(seller__in=sellers_run_by(request.member))
            .exclude(review__buyer=request.member)
            .annotate(has_reply=replied)
        )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer = super().changelist_view(request, extra_context)
        if cl := getattr(answer, "context_data", {}).get("cl"):
            now, member = timezone.now(), request.member
            rows = [row_of_case(case, href=self.row_href(case), member=member, now=now) for case in cl.result_list]
            is_agent, next_href = member.has_role(Role.AGENT), reverse(f"admin:{self.base}_claim_next")
            answer.context_data |= {"rows": rows, "next_href": next_href if is_agent else ""}
        return answer

    def desk_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        first = path("claim-next/", view(require_POST(self.claim_next)), name=f"{self.base}_claim_next")
        return [first, *super().desk_urls()]

    def claim_next(self, request: HttpRequest) -> HttpResponse:
        case, refused = one_action(lambda: claim_next(tenant=request.tenant, by=request.member, now=timezone.now()))
        if case is not None:
            return HttpResponseRedirect(self.row_href(case))
        for each in refused or [{"text": "Nothing waits that you could decide now."}]:
            messages.warning(request, each["text"])
        return HttpResponseRedirect(self.list_href())

    def claim(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Where the decision's form comes along, what was typed in it stays on the page."""
        typed = read_typed(request.POST) if "reason" in request.POST else None
        return self._act(request, object_id, claim_request, "The case is yours now.", typed=typed, stay=True)

    def release(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._act(request, object_id, release_request, "The case is free for others again.")

    def look_again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        done = "The programs look again; reload the page in a few seconds."
        return self._act(request, object_id, ask_to_look_again, done)

    def ask(self, request: HttpRequest, object_id: str) -> HttpResponse:
        given = {
            "version": whole(request.POST.get("version", "")),
            "question": request.POST.get("question", ""),
        }
        return self._act(request, object_id, ask_information, "The question is on its way.", **given)

    def decide(self, request: HttpRequest, object_id: str) -> HttpResponse:
        typed = read_typed(request.POST)
        if wrong := typed.problems():
            return self.row_page(request, self.the_row(request, object_id), typed=typed, problems=wrong)
        return self._act(request, object_id, decide_request, "Decided.", typed=typed, **typed.arguments())

    def approve(self, request: HttpRequest, object_id: str) -> HttpResponse:
        given = {"version": whole(request.POST.get("version", "")), "reason": request.POST.get("reason", "")}
        return self._act(request, object_id, approve_decision, "Approved: the decision is in effect.", **given)

    def send_back(self, request: HttpRequest, object_id: str) -> HttpResponse:
        given = {"version": whole(request.POST.get("version", "")), "reason": request.POST.get("reason", "")}
        return self._act(request, object_id, send_back_decision, "Sent back to the agents.", **given)

    def preview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Writes nothing: the statement as its author would read it, or the chosen draft filled in."""
        case = self.the_row(request, object_id)
        typed = read_typed(request.POST)
        if "fill" in request.POST:
            filled_in(typed, drafts(story_of(case).claims, case.policy_version.policy))
            return self.row_page(request, case, typed=typed)
        shown, problems = preview(case, typed, tenant=request.tenant, now=timezone.now())
        return self.row_page(request, case, typed=typed, problems=problems, status=200, preview=shown)

    def _act(
        self,
        request: HttpRequest,
        object_id: str,
        action: Callable[..., Any],
        done: str,
        *,
        typed: Typed | None = None,
        stay: bool = False,
        **given: Any,
    ) -> HttpResponse:
        """Call the one action; say what it did, or show the page again with what was typed and why not."""
        case, now = self.the_row(request, object_id), timezone.now()
        result, refused = one_action(
            lambda: action(tenant=request.tenant, by=request.member, request=case, now=now, **given)
        )
        if refused:
            again = self.the_row(request, object_id)
            return self.row_page(request, again, typed=typed, problems=refused, written=given)
        if stay and typed is not None:
            return self.row_page(request, self.the_row(request, object_id), typed=typed)
        if getattr(result, "held", False) and action is decide_request:
            done = "Decided, and held: it takes effect when a lead approves it."
        messages.success(request, done)
        return HttpResponseRedirect(self.row_href(case))

    def row_page(
        self,
        request: HttpRequest,
        case: RemovalRequest,
        *,
        typed: Typed | None = None,
        problems: list[dict[str, str]] | None = None,
        written: dict[str, Any] | None = None,
        status: int | None = None,
        **more: Any,
    ) -> HttpResponse:
        now, story, problems = timezone.now(), story_of(case), problems or []
        seen_with = {"policy": policy_in_force(at=now).policy, "member": request.member, "now": now}
        context = {
            **evidence_context(story, **seen_with),
            **causes_context(case, **seen_with),
            **panel(
                story,
                member=request.member,
                tenant=request.tenant,
                typed=typed,
                problems=problems,
                now=now,
            ),
            "written": written or {},
            "since": what_happened_since(story, _seen_at(request)) if problems else [],
            "links": {name.replace("-", "_"): self._act_href(case, name) for name in self.acts},
            **more,
        }
        stale = any(each["code"] in ("stale_version", "conflict") for each in problems)
        title = f"Review of order {case.review.order.external_id}"
        return self.page(request, PAGE, title, context, status=status or ((409 if stale else 422) if problems else 200))

    def _act_href(self, case: RemovalRequest, name: str) -> str:
        return reverse(f"admin:{self.base}_{name}", args=[case.pk])


def _seen_at(request: HttpRequest) -> datetime | None:
    try:
        return read_instant(request.POST.get("seen_at", ""))
    except ValueError:
        return None
