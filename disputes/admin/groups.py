"""Group cases at the desk: the list, and the page on which an agent opens, claims and decides the cases of a group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from disputes.actions.approve_group import approve_group
from disputes.actions.claim_group import Claimed, claim_group
from disputes.actions.open_group_cases import Opened, open_group_cases
from disputes.actions.prepare_group_decision import prepare_group_decision
from disputes.actions.take_back_group_decision import take_back_group_decision
from disputes.admin.group_page import group_context, row_of_group
from disputes.admin.group_panel import TypedForAll, group_panel, read_cases, read_typed_for_all
from disputes.admin.group_undo import typed_for_all_again, undo_context
from disputes.admin.shortcuts import GROUP, shortcuts_of
from disputes.models import Decision, GroupCase, PreparedDecision
from disputes.queries import groups_visible_to, with_counts
from disputes.refusals import clock
from policy.phrases import plural
from tenants.models import Tenant
from wire.admin import ChoiceFilter, DeskAdmin, one_action

PAGE = "disputes/admin/group.html"
_STALE = ("stale_version", "conflict", "already_claimed", "not_claimed")


class GroupStanding(ChoiceFilter):
    title = "Show"
    parameter_name = "show"
    any_label = "All"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return [("open", "With an open case"), ("closed", "Without an open case")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        conditions = {"open": {"open_cases__gt": 0}, "closed": {"open_cases": 0}}
        return queryset.filter(**conditions.get(self.value() or "", {}))


@admin.register(GroupCase)
class GroupDesk(DeskAdmin):
    list_title = "Group cases"
    acts = ("open-cases", "claim", "decide", "take-back", "approve")
    list_note = (
        "Reviews that programs found to belong together. Each keeps a case, an author and a decision of its own."
    )
    empty_title = "No group case"
    empty_body = "No contested review was found to be one of a set, or none fits what you asked for."
    list_display = ("id",)
    list_filter = (GroupStanding,)
    search_fields = ("=seller__external_id",)
    search_help_text = "Seller id"
    ordering = ("-opened_at", "-id")
    change_list_template = "disputes/admin/groups.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[GroupCase]:
        """Groups of this marketplace on no side of which the agent is."""
        return with_counts(groups_visible_to(request.member))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer = super().changelist_view(request, extra_context)
        if cl := getattr(answer, "context_data", {}).get("cl"):
            answer.context_data["rows"] = [row_of_group(each, href=self.row_href(each)) for each in cl.result_list]
        return answer

    def open_cases(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._act(request, object_id, open_group_cases, _opened)

    def claim(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The decision's form comes along; what was typed in it stays on the page."""
        typed = read_typed_for_all(request.POST) if request.POST.get("reason", "").strip() else None
        return self._act(request, object_id, claim_group, _claimed, typed=typed, stay=typed is not None)

    def decide(self, request: HttpRequest, object_id: str) -> HttpResponse:
        typed = read_typed_for_all(request.POST)
        return self._act(request, object_id, prepare_group_decision, _decided, typed=typed, **typed.arguments())

    def take_back(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The form again, with the words as they were typed."""
        group, now = self.the_row(request, object_id), timezone.now()
        rows, refused = one_action(
            lambda: take_back_group_decision(tenant=request.tenant, by=request.member, group=group, now=now)
        )
        again = self.the_row(request, object_id)
        if refused:
            return self.row_page(request, again, problems=refused)
        messages.success(request, f"You have taken it back: nothing has happened. {_yours(len(rows))}")
        return self.row_page(request, again, typed=typed_for_all_again(rows))

    def approve(self, request: HttpRequest, object_id: str) -> HttpResponse:
        given = {"versions": read_cases(request.POST), "reason": request.POST.get("reason", "")}
        return self._act(request, object_id, approve_group, _approved, **given)

    def _act(
        self,
        request: HttpRequest,
        object_id: str,
        action: Callable[..., Any],
        done: Callable[[Any, Tenant], str],
        *,
        typed: TypedForAll | None = None,
        stay: bool = False,
        **given: Any,
    ) -> HttpResponse:
        """Call the one action; say what it did, or show the page again with what was typed and why not."""
        group, now = self.the_row(request, object_id), timezone.now()
        result, refused = one_action(
            lambda: action(tenant=request.tenant, by=request.member, group=group, now=now, **given)
        )
        if refused:
            return self.row_page(request, self.the_row(request, object_id), typed=typed, problems=refused)
        if stay:
            return self.row_page(request, self.the_row(request, object_id), typed=typed)
        messages.success(request, done(result, request.tenant))
        return HttpResponseRedirect(self.row_href(group))

    def row_page(
        self,
        request: HttpRequest,
        group: GroupCase,
        *,
        typed: TypedForAll | None = None,
        problems: Sequence[dict[str, str]] = (),
    ) -> HttpResponse:
        now, member = timezone.now(), request.member
        context = group_context(group, member=member, tenant=request.tenant, now=now)
        context |= group_panel(
            context["cases"], size=context["size"], member=member, typed=typed, problems=problems, now=now
        )
        context |= undo_context(
            group, context["cases"], context["undecided"], member=member, tenant=request.tenant, now=now
        )
        context |= shortcuts_of(GROUP, member)
        context["links"] = {
            name.replace("-", "_"): reverse(f"admin:{self.base}_{name}", args=[group.pk]) for name in self.acts
        }
        stale = any(each["code"] in _STALE for each in problems)
        title = f"{plural(context['size'], 'review')} of {group.seller.name}"
        return self.page(request, PAGE, title, context, status=(409 if stale else 422) if problems else 200)


def _opened(result: Opened, tenant: Tenant) -> str:
    authors = "their authors are" if len(result.cases) > 1 else "its author is"
    return f"{plural(len(result.cases), 'case')} opened; {authors} invited to reply."


def _claimed(result: Claimed, tenant: Tenant) -> str:
    others = "".join(f" Order {each.review.order.external_id}: {each.why}" for each in result.left_out)
    return f"You hold {plural(len(result.cases), 'case')} of this group now.{others}"


def _decided(rows: list[PreparedDecision], tenant: Tenant) -> str:
    held = sum(row.held_then for row in rows)
    wait = f" {plural(held, 'decision')} will be held: a lead must approve before anything changes." if held else ""
    return f"{plural(len(rows), 'case')} decided. It takes effect at {clock(rows[0].takes_effect_at, tenant)}.{wait}"


def _approved(decisions: list[Decision], tenant: Tenant) -> str:
    return f"{plural(len(decisions), 'decision')} approved and in effect."


def _yours(number: int) -> str:
    return "The case is yours." if number == 1 else f"The {number} cases are yours."
