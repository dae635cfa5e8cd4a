"""Group cases at the desk: the list, and the page on which an agent opens, claims and decides the cases of a group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from disputes.actions.claim_group import Claimed, claim_group
from disputes.actions.decide_group import decide_group
from disputes.actions.open_group_cases import Opened, open_group_cases
from disputes.admin.group_page import group_context, row_of_group
from disputes.admin.group_panel import TypedForAll, group_panel, read_typed_for_all
from disputes.models import Decision, GroupCase
from disputes.queries import groups_visible_to, with_counts
from policy.phrases import plural
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
    acts = ("open-cases", "claim", "decide")
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
        return self._act(request, object_id, claim_group, _claimed)

    def decide(self, request: HttpRequest, object_id: str) -> HttpResponse:
        typed = read_typed_for_all(request.POST)
        return self._act(request, object_id, decide_group, _decided, typed=typed, **typed.arguments())

    def _act(
        self,
        request: HttpRequest,
        object_id: str,
        action: Callable[..., Any],
        done: Callable[[Any], str],
        *,
        typed: TypedForAll | None = None,
        **given: Any,
    ) -> HttpResponse:
        """Call the one action; say what it did, or show the page again with what was typed and why not."""
        group, now = self.the_row(request, object_id), timezone.now()
        result, refused = one_action(
            lambda: action(tenant=request.tenant, by=request.member, group=group, now=now, **given)
        )
        if refused:
            return self.row_page(request, self.the_row(request, object_id), typed=typed, problems=refused)
        messages.success(request, done(result))
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
        context["links"] = {
            name.replace("-", "_"): reverse(f"admin:{self.base}_{name}", args=[group.pk]) for name in self.acts
        }
        stale = any(each["code"] in _STALE for each in problems)
        title = f"{plural(context['size'], 'review')} of {group.seller.name}"
        return self.page(request, PAGE, title, context, status=(409 if stale else 422) if problems else 200)


def _opened(result: Opened) -> str:
    authors = "their authors are" if len(result.cases) > 1 else "its author is"
    return f"{plural(len(result.cases), 'case')} opened; {authors} invited to reply."


def _claimed(result: Claimed) -> str:
    others = "".join(f" Order {each.review.order.external_id}: {each.why}" for each in result.left_out)
    return f"You hold {plural(len(result.cases), 'case')} of this group now.{others}"


def _decided(decisions: list[Decision]) -> str:
    held = sum(each.held for each in decisions)
    wait = f" {plural(held, 'decision')} held: they take effect when a lead approves them." if held else ""
    return f"{plural(len(decisions), 'case')} decided.{wait}"
