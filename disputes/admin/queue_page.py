"""The list of cases: the queue as the query gives it, its filters with their counts, and the views that were kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST

from disputes.actions.claim_next import claim_next
from disputes.actions.drop_view import drop_view
from disputes.actions.save_view import save_view
from disputes.admin.queue_filters import (
    WHICH,
    Assigned,
    ClaimedGround,
    Grouped,
    Language,
    OfSeller,
    OlderThan,
    Standing,
    Value,
    Which,
    counts_for,
    filters_of,
    in_words,
    kept_of,
    narrowed_by,
)
from disputes.admin.rows import row_of_case
from disputes.admin.shortcuts import QUEUE, shortcuts_of
from disputes.models import RemovalRequest, Reply
from disputes.queries import SEARCH_HELP, handed_to, queue_for, refused_decisions_of, views_for, waiting_among
from tenants.models import Role
from wire.admin import CappedPaginator, one_action
from wire.ids import read_id

REFUSED_SHOWN = 3
FIRST = ("status", "ground", "q")
"""Filters that are in sight; the others wait behind a click until one is used."""


class KnownPaginator(CappedPaginator):
    """Of rows whose ids are known, in their order."""

    def __init__(self, rows: QuerySet[RemovalRequest], per_page: int, *, ids: list[str]) -> None:
        super().__init__(rows, per_page)
        self._ids = ids

    @cached_property
    def count(self) -> int:
        return len(self._ids)

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        some = self.object_list.filter(pk__in=self._ids[first : first + self.per_page])
        return self._get_page(some, number, self)


class QueueList:
    """What the list of cases is made of, and the buttons above it."""

    list_title = "Queue"
    list_note = "What is due first stands first. Nothing else moves a case up: not its seller, nor its value."
    empty_title = "Nothing waits here"
    empty_body = "No case fits what you asked for."
    list_display = ("id",)
    list_filter = (Standing, ClaimedGround, Which, Language, Value, OlderThan, Assigned, Grouped, OfSeller)
    # Names no column: the query searches, and this makes the field appear.
    search_fields = ("pk",)
    search_help_text = "Search"
    ordering = ("due_at", "id")
    change_list_template = "disputes/admin/queue.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[RemovalRequest]:
        """The queue as the address narrows it; where its ids are known the paginator reads a page of them."""
        filters, member = filters_of(request.GET), request.member
        if filters is None:
            return RemovalRequest.objects.none()
        replied = Exists(Reply.objects.filter(request=OuterRef("pk")))
        queue = queue_for(member, filters=filters, now=timezone.now())
        request.queue_ids = queue.ids
        # What fits on one page is read without the paginator.
        several_pages = queue.ids is not None and len(queue.ids) > self.list_per_page
        return (queue.among if several_pages else queue.cases).annotate(has_reply=replied)

    def get_paginator(
        self, request: HttpRequest, queryset: QuerySet[RemovalRequest], per_page: int, *args: Any, **kwargs: Any
    ) -> CappedPaginator:
        if getattr(request, "queue_ids", None) is None:
            return super().get_paginator(request, queryset, per_page, *args, **kwargs)
        return KnownPaginator(queryset, per_page, ids=request.queue_ids)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, term: str) -> tuple[QuerySet, bool]:
        return queryset, False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer = super().changelist_view(request, extra_context)
        if cl := getattr(answer, "context_data", {}).get("cl"):
            now, member = timezone.now(), request.member
            passed, decided = handed_to(member, cl.result_list), waiting_among(each.pk for each in cl.result_list)
            rows = [
                row_of_case(
                    each,
                    href=self.row_href(each),
                    member=member,
                    now=now,
                    handed_over=each.pk in passed,
                    decided=each.pk in decided,
                )
                for each in cl.result_list
            ]
            answer.context_data |= {
                "rows": rows,
                "next_href": reverse(f"admin:{self.base}_claim_next") if member.has_role(Role.AGENT) else "",
                "refused": refused_decisions_of(member)[:REFUSED_SHOWN],
                **self._narrowing(request, cl.filter_fields()),
                **shortcuts_of(QUEUE, member),
            }
        return answer

    def _narrowing(self, request: HttpRequest, fields: list[dict[str, Any]]) -> dict[str, Any]:
        asked, member = request.GET, request.member
        shown = [each for each in fields if each["name"] not in ("which", "seller")]
        more = [each for each in shown if each["name"] not in FIRST]
        kept = kept_of(asked)
        saved = [
            {"view": each, "href": f"?{each.query}", "current": each.query == kept, "mine": each.member_id == member.pk}
            for each in views_for(member)
        ]
        counts = counts_for(request).get("which", {})
        views = [
            {
                "label": f"{label} ({in_words(counts.get(value))})" if value else label,
                "href": f"?which={value}" if value else self.list_href(),
                "current": kept == (f"which={value}" if value else ""),
            }
            for value, label in WHICH.items()
        ]
        return {
            "views": views + [{"label": each["view"].name, **each} for each in saved],
            "own_views": [each for each in saved if each["mine"] or (each["view"].shared and self._is_lead(request))],
            "fields": [each for each in shown if each["name"] in FIRST],
            "more_fields": more,
            "more_open": any(asked.get(each["name"]) for each in more),
            "carried": [(name, asked[name]) for name in ("which", "seller") if asked.get(name)],
            "chips": narrowed_by(fields, asked),
            "kept": kept,
            "search_help": SEARCH_HELP,
            "may_share": self._is_lead(request),
            "save_href": reverse(f"admin:{self.base}_save_view"),
            "drop_href": reverse(f"admin:{self.base}_drop_view"),
        }

    def desk_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("claim-next/", view(require_POST(self.claim_next)), name=f"{self.base}_claim_next"),
            path("save-view/", view(require_POST(self.save_view)), name=f"{self.base}_save_view"),
            path("drop-view/", view(require_POST(self.drop_view)), name=f"{self.base}_drop_view"),
            *super().desk_urls(),
        ]

    def claim_next(self, request: HttpRequest) -> HttpResponse:
        case, refused = one_action(lambda: claim_next(tenant=request.tenant, by=request.member, now=timezone.now()))
        if case is not None:
            return HttpResponseRedirect(self.row_href(case))
        for each in refused or [{"text": "Nothing waits that you could decide now."}]:
            messages.warning(request, each["text"])
        return HttpResponseRedirect(self.list_href())

    def save_view(self, request: HttpRequest) -> HttpResponse:
        """Back to the queue as it was narrowed, which the form says."""
        given = {"name": request.POST.get("name", ""), "query": kept_of(QueryDict(request.POST.get("query", "")))}
        shared = "shared" in request.POST
        acting = {"tenant": request.tenant, "by": request.member, "now": timezone.now()}
        view, refused = one_action(lambda: save_view(**acting, **given, shared=shared))
        for each in refused:
            messages.error(request, each["text"])
        if view is not None:
            messages.success(request, f"Kept as “{view.name}”.")
        return HttpResponseRedirect(f"{self.list_href()}?{given['query']}" if given["query"] else self.list_href())

    def drop_view(self, request: HttpRequest) -> HttpResponse:
        acting = {"tenant": request.tenant, "by": request.member, "now": timezone.now()}
        _, refused = one_action(lambda: drop_view(**acting, view_id=read_id(request.POST.get("view", ""))))
        for each in refused:
            messages.error(request, each["text"])
        if not refused:
            messages.success(request, "Dropped.")
        return HttpResponseRedirect(self.list_href())

    def _is_lead(self, request: HttpRequest) -> bool:
        return request.member.has_role(Role.LEAD)
