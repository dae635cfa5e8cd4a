"""The queue of cases and the one page on which a case is decided. Each button is one action."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from disputes.actions.approve_decision import approve_decision
from disputes.actions.ask_information import ask_information
from disputes.actions.ask_to_look_again import ask_to_look_again
from disputes.actions.note_reading import note_reading
from disputes.actions.send_back_decision import send_back_decision
from disputes.admin.case_page import evidence_context, what_happened_since
from disputes.admin.causes import CauseActs, causes_context
from disputes.admin.effects import beside
from disputes.admin.holding import HoldingActs, decision_beside, holding_context, written_beside
from disputes.admin.panel import panel
from disputes.admin.preview import preview
from disputes.admin.queue_page import QueueList
from disputes.admin.reply_words import starts_of
from disputes.admin.shortcuts import CASE, shortcuts_of
from disputes.admin.story_page import StoryPage
from disputes.admin.typed import Typed, filled_in, read_typed, whole
from disputes.admin.undo import UndoActs
from disputes.consistency.impartial import cases_in_hand
from disputes.models import RemovalRequest
from disputes.queries import cases_visible_to, in_full, on_no_side, story_of
from tenants.queries import policy_in_force
from wire.admin import DeskAdmin, one_action
from wire.ids import read_id
from wire.instants import read_instant
from wire.joins import joined_as_written

PAGE = "disputes/admin/case.html"
REFUSED_SHOWN = 10


@admin.register(RemovalRequest)
class CaseDesk(QueueList, HoldingActs, CauseActs, UndoActs, StoryPage, DeskAdmin):
    acts = (
        *("claim", "release", "ask", "preview", "decide", "approve", "send-back", "take-back", "put-away"),
        *("type", "ask-documents", "judge-documents", "look-again", "renew", "hand-over"),
    )

    def cases(self, request: HttpRequest) -> QuerySet[RemovalRequest]:
        """Cases of this marketplace on whose side the agent is not: those are not there for them."""
        return on_no_side(cases_visible_to(request.member), request.member)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> RemovalRequest | None:
        """With all that its page reads of single rows, at once."""
        cases = self.cases(request).exclude(pk__in=cases_in_hand(request.member, timezone.now()))
        with joined_as_written():
            return in_full(cases).filter(pk=read_id(object_id)).order_by("pk").first()

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **more: Any) -> HttpResponse:
        answer = super().change_view(request, object_id, *args, **more)
        if request.method == "GET":
            case = answer.context_data["case"]
            note_reading(tenant=request.tenant, by=request.member, request=case, now=timezone.now())
        return answer

    def look_again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        done = "The programs look again; reload the page in a few seconds."
        return self._act(request, object_id, ask_to_look_again, done)

    def ask(self, request: HttpRequest, object_id: str) -> HttpResponse:
        given = {
            "version": whole(request.POST.get("version", "")),
            "question": request.POST.get("question", ""),
        }
        return self._act(request, object_id, ask_information, "The question is on its way.", **given)

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
            starts = starts_of(story_of(case), tenant=request.tenant, now=timezone.now())
            return self.row_page(request, case, typed=filled_in(typed, starts.reasons))
        shown, problems = preview(case, typed, tenant=request.tenant, now=timezone.now())
        return self.row_page(request, case, typed=typed, problems=problems, status=200, preview=shown)

    def _act(
        self,
        request: HttpRequest,
        object_id: str,
        action: Callable[..., Any],
        done: str | Callable[[Any], str],
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
            again, typed = self.the_row(request, object_id), typed or decision_beside(request.POST)
            return self.row_page(request, again, typed=typed, problems=refused, written=given)
        if stay and typed is not None:
            return self.row_page(request, self.the_row(request, object_id), typed=typed)
        messages.success(request, done(result) if callable(done) else done)
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
        now, story, problems = timezone.now(), story_of(case, with_letters=False), problems or []
        version, member = policy_in_force(at=now), request.member
        written = {**written_beside(request.POST), **(written or {})}
        context = {
            **evidence_context(story, version=version, member=member, now=now),
            **causes_context(story, policy=version.policy, member=member, now=now),
            **panel(
                story,
                member=request.member,
                tenant=request.tenant,
                typed=typed,
                problems=problems,
                now=now,
            ),
            **holding_context(case, member=member, written=written, problems=problems, now=now),
            **shortcuts_of(CASE, member),
            "written": written,
            "since": what_happened_since(story, _seen_at(request)) if problems else [],
            "links": {name.replace("-", "_"): self._act_href(case, name) for name in self.acts},
            **more,
        }
        context["choices"] = beside(context["choices"], context["effects"])
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
