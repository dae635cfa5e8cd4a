"""The queue of appeals and the page on which somebody else decides them. Each button is one action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from disputes.actions.claim_appeal import claim_appeal
from disputes.actions.decide_appeal import decide_appeal
from disputes.admin.case_page import evidence_context
from disputes.admin.filters import AppealStanding, WhichAppeals
from disputes.admin.holding import lease_of
from disputes.admin.reasons import EFFECTS, LABELS, choices, parts_of
from disputes.admin.rows import due_of, row_of_appeal
from disputes.admin.shortcuts import APPEAL, shortcuts_of
from disputes.admin.typed import Typed, read_typed, wrong_fields
from disputes.consistency.impartial import cases_in_hand
from disputes.deciding.appealing import stands_in
from disputes.models import Appeal
from disputes.progress import holder
from disputes.queries import OPEN_APPEALS, appeals_visible_to, cases_visible_to, deciders_of, in_full, story_of
from orders.queries import sellers_run_by
from policy.appeal_rules import may_decide_appeal
from policy.outcomes import loss
from policy.terms import AppealStatus, Outcome, Party
from tenants.models import Role
from tenants.queries import policy_in_force
from wire.admin import DeskAdmin, one_action

PAGE = "disputes/admin/appeal.html"


@admin.register(Appeal)
class AppealDesk(DeskAdmin):
    list_title = "Appeals"
    acts = ("claim", "decide")
    list_note = "Decided by somebody who had no part in the decision, the most urgent first."
    empty_title = "No appeal waits"
    empty_body = "Nobody has appealed, or all appeals that fit are decided."
    list_display = ("id",)
    list_filter = (AppealStanding, WhichAppeals)
    ordering = ("due_at", "id")
    change_list_template = "disputes/admin/appeals.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appeal]:
        """Appeals of this marketplace in cases on whose side the agent is not."""
        return (
            appeals_visible_to(request.member)
            .exclude(decision__request__seller__in=sellers_run_by(request.member))
            .exclude(decision__request__review__buyer=request.member)
            .exclude(decision__request__in=cases_in_hand(request.member, timezone.now()))
        )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer = super().changelist_view(request, extra_context)
        if cl := getattr(answer, "context_data", {}).get("cl"):
            now, member = timezone.now(), request.member
            answer.context_data["rows"] = [
                row_of_appeal(appeal, href=self.row_href(appeal), member=member, now=now) for appeal in cl.result_list
            ]
        return answer

    def claim(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The decision's form comes along; what was typed in it stays on the page."""
        typed = read_typed(request.POST)
        begun = typed if typed.outcome or typed.reason.strip() else None
        return self._act(request, object_id, claim_appeal, "The appeal is yours now.", begun, stay=begun is not None)

    def decide(self, request: HttpRequest, object_id: str) -> HttpResponse:
        typed = read_typed(request.POST)
        new_outcome = request.POST.get("new_outcome", "")
        if wrong := typed.problems():
            return self.row_page(request, self.the_row(request, object_id), typed, wrong)
        upheld = typed.outcome == AppealStatus.UPHELD
        given = {
            "version": typed.version,
            "outcome": typed.outcome,
            "new_outcome": new_outcome or None if upheld else None,
            "reason": typed.reason,
            "spans": typed.numbers() if upheld and new_outcome == Outcome.REDACT else [],
            "criteria": typed.criteria if upheld and new_outcome == Outcome.STRIKE else [],
        }
        return self._act(request, object_id, decide_appeal, "The appeal is decided.", typed, **given)

    def _act(
        self,
        request: HttpRequest,
        object_id: str,
        action: Callable[..., Any],
        done: str,
        typed: Typed | None = None,
        *,
        stay: bool = False,
        **given: Any,
    ) -> HttpResponse:
        """Call the one action; say what it did, or show the page again with what was typed and why not."""
        appeal, now = self.the_row(request, object_id), timezone.now()
        _, refused = one_action(
            lambda: action(tenant=request.tenant, by=request.member, appeal=appeal, now=now, **given)
        )
        if refused:
            return self.row_page(request, self.the_row(request, object_id), typed, refused)
        if stay:
            return self.row_page(request, self.the_row(request, object_id), typed)
        messages.success(request, done)
        return HttpResponseRedirect(self.row_href(appeal))

    def row_page(
        self,
        request: HttpRequest,
        appeal: Appeal,
        typed: Typed | None = None,
        problems: list[dict[str, str]] | None = None,
    ) -> HttpResponse:
        now, member = timezone.now(), request.member
        case = in_full(cases_visible_to(member)).get(pk=appeal.decision.request_id)
        story, problems = story_of(case, with_letters=False), problems or []
        who, is_open = holder(appeal, now), appeal.status in OPEN_APPEALS
        in_place = is_open and stands_in(member, case)
        decided_before = not may_decide_appeal(str(member.pk), deciders_of(case))
        context = {
            **evidence_context(story, version=policy_in_force(at=now), member=member, now=now, deciding=is_open),
            "appeal": appeal,
            "appeal_due": due_of(appeal.due_at, now) if is_open else None,
            "appeal_holder": who,
            "appeal_is_mine": who is not None and who.pk == member.pk,
            "lease": lease_of(appeal, member, now),
            "appeal_open": is_open,
            "decided_before": decided_before,
            "in_an_agents_place": in_place,
            "may_decide": in_place or (is_open and not decided_before and member.has_role(Role.AGENT)),
            "is_agent": member.has_role(Role.AGENT),
            "form": typed or Typed(version=appeal.version),
            "typed": typed,
            "new_outcome": request.POST.get("new_outcome", ""),
            "problems": problems,
            "wrong": wrong_fields(problems),
            "choices": _instead(appeal, story),
            "parts": parts_of(case.review, given_back=appeal.decision.criteria or ()),
            "links": {name: reverse(f"admin:{self.base}_{name}", args=[appeal.pk]) for name in ("claim", "decide")},
            "case_href": reverse("admin:disputes_removalrequest_change", args=[case.pk]),
            **shortcuts_of(APPEAL, member),
        }
        context["form"].version = appeal.version
        stale = any(each["code"] in ("stale_version", "conflict", "same_agent") for each in problems)
        title = f"Appeal about order {case.review.order.external_id}"
        return self.page(request, PAGE, title, context, status=(409 if stale else 422) if problems else 200)


def _instead(appeal: Appeal, story: Any) -> list[dict[str, str]]:
    """What an upheld appeal may put in its place: milder for the author, heavier for the requester."""
    old = loss(Outcome(appeal.decision.outcome), appeal.decision.criteria or ())
    allowed = choices(story.claims, story.case.policy_version.policy)
    if appeal.party == Party.AUTHOR:
        # A strike may be of less than it was: what is ticked with it says of how much.
        fitting = [each for each in allowed if loss(each, ("one",) if each is Outcome.STRIKE else ()) < old]
    else:
        fitting = [each for each in allowed if loss(each) > old]
    return [{"value": each.value, "label": LABELS[each], "help": EFFECTS[each]} for each in fitting]
