"""What leads decide about misuse: the list of proposed and standing steps, and a step's page. Agents may read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from disputes.actions.confirm_step import confirm_step
from disputes.actions.decide_step_appeal import decide_step_appeal
from disputes.actions.dismiss_step import dismiss_step
from disputes.actions.lift_step import lift_step
from disputes.admin.filters import StepKind, StepStanding, StepSubject
from disputes.admin.step_page import row_of_step, step_context
from disputes.admin.typed import whole, wrong_fields
from disputes.models import MisuseStep
from disputes.queries import steps_visible_to
from orders.queries import sellers_run_by
from wire.admin import DeskAdmin, one_action

PAGE = "disputes/admin/step.html"


@admin.register(MisuseStep)
class StepDesk(DeskAdmin):
    list_title = "Misuse"
    acts = ("confirm", "dismiss", "lift", "decide-appeal")
    list_note = "Cautions and suspensions that the count proposes. Nothing holds before a lead confirms it."
    empty_title = "Nothing to decide"
    empty_body = "Nobody's requests, reviews or notices call for a caution at the moment."
    list_display = ("id",)
    list_filter = (StepStanding, StepKind, StepSubject)
    # "proposed" sorts after "active", so the proposals come first.
    ordering = ("-status", "-proposed_at", "-id")
    change_list_template = "disputes/admin/steps.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[MisuseStep]:
        """Steps of this marketplace, but those against the asker: these have a page outside the desk."""
        against_them = Q(seller__in=sellers_run_by(request.member)) | Q(member=request.member)
        return steps_visible_to(request.member).exclude(against_them)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer = super().changelist_view(request, extra_context)
        if cl := getattr(answer, "context_data", {}).get("cl"):
            now = timezone.now()
            answer.context_data["rows"] = [
                row_of_step(step, href=self.row_href(step), now=now) for step in cl.result_list
            ]
        return answer

    def confirm(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._act(request, object_id, confirm_step, "It is confirmed, and whom it is against is told.")

    def dismiss(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._act(request, object_id, dismiss_step, "It is dismissed. The same cases do not call for it again.")

    def lift(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._act(request, object_id, lift_step, "It is lifted, and whom it was against is told.")

    def decide_appeal(self, request: HttpRequest, object_id: str) -> HttpResponse:
        outcome = request.POST.get("outcome", "")
        return self._act(request, object_id, decide_step_appeal, "The appeal is decided.", outcome=outcome)

    def _act(
        self, request: HttpRequest, object_id: str, action: Callable[..., Any], done: str, **given: Any
    ) -> HttpResponse:
        """Call the one action; say what it did, or show the page again with what was typed and why not."""
        step, now = self.the_row(request, object_id), timezone.now()
        given |= {"version": whole(request.POST.get("version", "")), "reason": request.POST.get("reason", "")}
        _, refused = one_action(lambda: action(tenant=request.tenant, by=request.member, step=step, now=now, **given))
        if refused:
            return self.row_page(request, self.the_row(request, object_id), refused)
        messages.success(request, done)
        return HttpResponseRedirect(self.row_href(step))

    def row_page(
        self, request: HttpRequest, step: MisuseStep, problems: list[dict[str, str]] | None = None
    ) -> HttpResponse:
        problems = problems or []
        names = ("confirm", "dismiss", "lift", "decide-appeal")
        context = {
            **step_context(step, member=request.member, tenant=request.tenant, now=timezone.now()),
            "problems": problems,
            "wrong": wrong_fields(problems),
            "typed": {"reason": request.POST.get("reason", ""), "outcome": request.POST.get("outcome", "")},
            "links": {name.replace("-", "_"): reverse(f"admin:{self.base}_{name}", args=[step.pk]) for name in names},
        }
        stale = any(each["code"] in ("stale_version", "conflict", "same_agent") for each in problems)
        title = f"{step.kind.capitalize()}: {step.seller or step.member}"
        return self.page(request, PAGE, title, context, status=(409 if stale else 422) if problems else 200)
