"""Notices of illegal content: those that wait first, and the page on which an agent finds what one means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from disputes.actions.dismiss_notice import dismiss_notice
from disputes.actions.link_notice import link_notice
from disputes.admin.filters import NoticeAbout, NoticeStanding
from disputes.admin.rows import ground_name
from disputes.admin.typed import whole, wrong_fields
from disputes.models import Notice
from disputes.notices.locating import named_id
from disputes.queries import case_of_notice, notices_visible_to, story_of
from tenants.models import Role
from wire.admin import DeskAdmin, one_action
from wire.ids import read_id

PAGE = "disputes/admin/notice.html"


@admin.register(Notice)
class NoticeDesk(DeskAdmin):
    list_title = "Notices"
    acts = ("link", "dismiss")
    list_note = "What anybody reported as unlawful. Those that name a review have their case in the queue already."
    empty_title = "No notice waits"
    empty_body = "Nobody has reported a page without a case, or all notices that fit are answered."
    list_display = ("id",)
    list_filter = (NoticeStanding, NoticeAbout)
    search_fields = ("=number", "=author__email")
    search_help_text = "Number or e-mail address"
    # "received" sorts last by name, so those that wait come first.
    ordering = ("-status", "-received_at", "-id")
    change_list_template = "disputes/admin/notices.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        return notices_visible_to(request.member)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer = super().changelist_view(request, extra_context)
        if cl := getattr(answer, "context_data", {}).get("cl"):
            answer.context_data["rows"] = [
                {"row": notice, "href": self.row_href(notice), "about": ground_name(notice.about)}
                for notice in cl.result_list
            ]
        return answer

    def link(self, request: HttpRequest, object_id: str) -> HttpResponse:
        named = request.POST.get("review", "").strip()
        review_id = read_id(named_id(named) or named.lower())
        return self._act(request, object_id, link_notice, "The case is in the queue.", review_id=review_id)

    def dismiss(self, request: HttpRequest, object_id: str) -> HttpResponse:
        given = {
            "answer": request.POST.get("answer", ""),
            "manifestly_unfounded": request.POST.get("manifestly_unfounded") == "on",
        }
        return self._act(request, object_id, dismiss_notice, "Answered. Whoever sent it is written to.", **given)

    def _act(
        self, request: HttpRequest, object_id: str, action: Callable[..., Any], done: str, **given: Any
    ) -> HttpResponse:
        """Call the one action; say what it did, or show the page again with what was typed and why not."""
        notice, now = self.the_row(request, object_id), timezone.now()
        given["version"] = whole(request.POST.get("version", ""))
        _, refused = one_action(
            lambda: action(tenant=request.tenant, by=request.member, notice=notice, now=now, **given)
        )
        if refused:
            return self.row_page(request, self.the_row(request, object_id), refused)
        messages.success(request, done)
        return HttpResponseRedirect(self.row_href(notice))

    def row_page(
        self, request: HttpRequest, notice: Notice, problems: list[dict[str, str]] | None = None
    ) -> HttpResponse:
        problems, case = problems or [], case_of_notice(notice)
        context = {
            "notice": notice,
            "about": ground_name(notice.about),
            "case": case,
            "case_href": reverse("admin:disputes_removalrequest_change", args=[case.pk]) if case else "",
            "standing": story_of(case).standing if case else None,
            "may_answer": notice.status == Notice.Status.RECEIVED and request.member.has_role(Role.AGENT),
            "earlier": notices_visible_to(request.member).filter(author=notice.author).exclude(pk=notice.pk).count(),
            "problems": problems,
            "wrong": wrong_fields(problems),
            "typed": {name: request.POST.get(name, "") for name in ("review", "answer", "manifestly_unfounded")},
            "links": {name: reverse(f"admin:{self.base}_{name}", args=[notice.pk]) for name in ("link", "dismiss")},
        }
        stale = any(each["code"] in ("stale_version", "conflict") for each in problems)
        status = (409 if stale else 422) if problems else 200
        return self.page(request, PAGE, f"Notice {notice.number}", context, status=status)
