"""Decided cases that wait for a second, blind look, and the page on which one is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from disputes.actions.answer_second_look import answer_second_look
from disputes.actions.claim_next_second_look import claim_next_second_look
from disputes.actions.claim_second_look import claim_second_look
from disputes.actions.release_second_look import release_second_look
from disputes.admin.consistency import ConsistencyPage
from disputes.admin.second_look_page import Answer, look_context, read_answer, row_of_look
from disputes.consistency.impartial import looks_visible_to
from disputes.models import SecondLook
from tenants.models import Role
from wire.admin import ChoiceFilter, DeskAdmin, one_action

PAGE = "disputes/admin/second_look.html"
ANSWERED = "answered"


class LookStanding(ChoiceFilter):
    title = "Status"
    parameter_name = "status"
    any_label = "Waiting"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return [(ANSWERED, "Answered")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() != ANSWERED:
            return queryset.filter(answered_at__isnull=True)
        answered = queryset.filter(answered_at__isnull=False)
        return answered if request.member.has_role(Role.LEAD) else answered.filter(by=request.member)


@admin.register(SecondLook)
class SecondLookDesk(ConsistencyPage, DeskAdmin):
    list_title = "Second looks"
    acts = ("claim", "release", "answer")
    list_note = (
        "Decided cases, drawn by lot. You decide them once more without knowing the first answer; "
        "nothing happens to the case by it."
    )
    empty_title = "No second look waits"
    empty_body = "Nothing is drawn at the moment that you had no part in."
    list_display = ("id",)
    list_filter = (LookStanding,)
    change_list_template = "disputes/admin/second_looks.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[SecondLook]:
        """What the asker could answer, or may read now that it is answered."""
        return (
            looks_visible_to(request.member)
            .select_related("claimed_by", "by", "decision__decided_by", "decision__policy_version")
            .defer("decision__facts")
        )

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """What waits longest comes first; of what is answered, the newest."""
        answered = request.GET.get(LookStanding.parameter_name) == ANSWERED
        return ("-answered_at", "-id") if answered else ("drawn_at", "id")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer = super().changelist_view(request, extra_context)
        if cl := getattr(answer, "context_data", {}).get("cl"):
            now, member = timezone.now(), request.member
            next_href = reverse(f"admin:{self.base}_claim_next") if member.has_role(Role.AGENT) else ""
            answer.context_data |= {
                "rows": [row_of_look(look, self.row_href(look), member=member, now=now) for look in cl.result_list],
                "next_href": next_href,
                "answered": request.GET.get(LookStanding.parameter_name) == ANSWERED,
            }
        return answer

    def desk_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        first = path("claim-next/", view(require_POST(self.claim_next)), name=f"{self.base}_claim_next")
        return [first, *self.consistency_urls(), *super().desk_urls()]

    def claim_next(self, request: HttpRequest) -> HttpResponse:
        look, refused = one_action(
            lambda: claim_next_second_look(tenant=request.tenant, by=request.member, now=timezone.now())
        )
        if look is not None:
            return HttpResponseRedirect(self.row_href(look))
        for each in refused or [{"text": "No second look waits that you could answer now."}]:
            messages.warning(request, each["text"])
        return HttpResponseRedirect(self.list_href())

    def claim(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Where the form comes along, what was typed in it stays on the page."""
        answer = read_answer(request.POST) if "reason" in request.POST else None
        return self._act(request, object_id, claim_second_look, "The second look is yours now.", answer, stay=True)

    def release(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._act(request, object_id, release_second_look, "It is free for others again.")

    def answer(self, request: HttpRequest, object_id: str) -> HttpResponse:
        answer = read_answer(request.POST)
        done = "Answered. Below are both answers side by side; the first one stands."
        return self._act(request, object_id, answer_second_look, done, answer, **answer.arguments())

    def _act(
        self,
        request: HttpRequest,
        object_id: str,
        action: Callable[..., Any],
        done: str,
        answer: Answer | None = None,
        *,
        stay: bool = False,
        **given: Any,
    ) -> HttpResponse:
        """Call the one action; say what it did, or show the page again with what was typed and why not."""
        look = self.the_row(request, object_id)
        _, refused = one_action(
            lambda: action(tenant=request.tenant, by=request.member, look=look, now=timezone.now(), **given)
        )
        if refused or (stay and answer is not None):
            return self.row_page(request, self.the_row(request, object_id), answer=answer, problems=refused)
        messages.success(request, done)
        return HttpResponseRedirect(self.row_href(look))

    def row_page(
        self,
        request: HttpRequest,
        look: SecondLook,
        *,
        answer: Answer | None = None,
        problems: list[dict[str, str]] | None = None,
    ) -> HttpResponse:
        problems = problems or []
        context = look_context(look, member=request.member, answer=answer, problems=problems, now=timezone.now())
        context["links"] = {name: reverse(f"admin:{self.base}_{name}", args=[look.pk]) for name in self.acts}
        stale = any(each["code"] in ("conflict", "already_claimed") for each in problems)
        title = f"Second look at order {context['order'].external_id}" if look.answered_at else "A second look"
        return self.page(request, PAGE, title, context, status=(409 if stale else 422) if problems else 200)
