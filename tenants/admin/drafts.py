"""Drafts of the policy: their list, the form, and the page on which one is replayed and published.

Each button is one action; leads alone find anything here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tenants.actions.change_draft import change_draft
from tenants.actions.discard_draft import discard_draft
from tenants.actions.publish_policy import publish_policy
from tenants.admin.draft_page import draft_context
from tenants.admin.editor import beside, groups, read_typed, summary, told_by_form
from tenants.admin.moments import read_local
from tenants.admin.text import as_json, read_json
from tenants.admin.versions import policy_tabs
from tenants.models import PolicyDraft, Role
from tenants.policy_form import Typed, difference, document_of, typed_of
from tenants.queries import drafts, newest_policy
from wire.admin import DeskAdmin, one_action

FORM, TEXT, PAGE = "tenants/admin/draft_form.html", "tenants/admin/draft_json.html", "tenants/admin/draft.html"
CLASHES = ("stale_version", "conflict")
Problems = list[dict[str, str]]


@admin.register(PolicyDraft)
class PolicyDraftDesk(DeskAdmin):
    list_title = "Drafts"
    acts = ("publish", "discard")
    list_note = "What leads work on. Nothing here is in force before it is replayed and published."
    empty_title = "No draft yet"
    empty_body = "Begin one: it opens with what the newest version says."
    list_display = ("id",)
    ordering = ("-changed_at", "-id")
    change_list_template = "tenants/admin/drafts.html"

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.member is not None and request.member.has_role(Role.LEAD)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PolicyDraft]:
        return drafts().filter(tenant=request.tenant)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer = super().changelist_view(request, extra_context)
        if cl := getattr(answer, "context_data", {}).get("cl"):
            rows = [{"draft": draft, "href": self.row_href(draft)} for draft in cl.result_list]
            start = reverse("admin:tenants_policyversion_draft", args=[newest_policy().pk])
            answer.context_data |= {"rows": rows, "tabs": policy_tabs("drafts"), "start_href": start}
        return answer

    def desk_urls(self) -> list[URLPattern]:
        view, both = self.admin_site.admin_view, require_http_methods(["GET", "HEAD", "POST"])
        pages = (("edit", both(self.edit)), ("json", both(self.json)))
        forms = [path(f"<str:object_id>/{name}/", view(page), name=f"{self.base}_{name}") for name, page in pages]
        return [*forms, *super().desk_urls()]

    def edit(self, request: HttpRequest, object_id: str) -> HttpResponse:
        draft = self.the_row(request, object_id)
        if request.method != "POST":
            return self._form(request, draft, typed_of(draft.document), draft.title, [])
        typed, title = read_typed(request.POST), request.POST.get("title", "")
        document, wrong = document_of(typed, draft.document)
        if wrong:
            return self._form(request, draft, typed, title, told_by_form(wrong))
        refused = self._save(request, draft, document, title)
        return self._form(request, draft, typed, title, refused, document) if refused else self._saved(request, draft)

    def json(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The same draft as text, for those who would rather paste than fill in."""
        draft = self.the_row(request, object_id)
        if request.method != "POST":
            return self._text(request, draft, as_json(draft.document), [])
        text = request.POST.get("document", "")
        document, wrong = read_json(text)
        if document is None:
            return self._text(request, draft, text, wrong)
        refused = self._save(request, draft, document, None)
        return self._text(request, draft, text, refused) if refused else self._saved(request, draft)

    def publish(self, request: HttpRequest, object_id: str) -> HttpResponse:
        draft = self.the_row(request, object_id)
        given = {"note": request.POST.get("note", ""), "effective_from": request.POST.get("effective_from", "")}
        try:
            moment = read_local(given["effective_from"], request.tenant.zone)
        except ValueError as reason:
            wrong = {"pointer": "/effective_from", "text": str(reason), "code": "validation_failed"}
            return self.row_page(request, draft, [wrong], given)
        published, refused = self._act(
            request, draft, publish_policy, note=given["note"], effective_from=moment, typed=given
        )
        if refused is not None:
            return refused
        since = "It is in force." if moment is None else "It comes into force at the time that you chose."
        messages.success(request, f"Published as version {published.number}. {since}")
        return HttpResponseRedirect(reverse("admin:tenants_policyversion_change", args=[published.pk]))

    def discard(self, request: HttpRequest, object_id: str) -> HttpResponse:
        _, refused = self._act(request, self.the_row(request, object_id), discard_draft)
        if refused is not None:
            return refused
        messages.success(request, "Discarded. The draft stays to be read.")
        return HttpResponseRedirect(self.list_href())

    def _act(
        self,
        request: HttpRequest,
        draft: PolicyDraft,
        action: Callable[..., Any],
        *,
        typed: dict[str, str] | None = None,
        **given: Any,
    ) -> tuple[Any, HttpResponse | None]:
        """Call the one action: its result, or the page again with what was typed and why not."""
        version = _whole(request.POST.get("version", ""))
        result, refused = one_action(
            lambda: action(
                tenant=request.tenant, by=request.member, draft=draft, version=version, now=timezone.now(), **given
            )
        )
        page = self.row_page(request, self.the_row(request, str(draft.pk)), refused, typed) if refused else None
        return result, page

    def _save(self, request: HttpRequest, draft: PolicyDraft, document: dict[str, Any], title: str | None) -> Problems:
        version = _whole(request.POST.get("version", ""))
        _, refused = one_action(
            lambda: change_draft(
                tenant=request.tenant,
                by=request.member,
                draft=draft,
                version=version,
                document=document,
                title=title,
                now=timezone.now(),
            )
        )
        return refused

    def _saved(self, request: HttpRequest, draft: PolicyDraft) -> HttpResponse:
        messages.success(request, "Saved. This is what the draft would change.")
        return HttpResponseRedirect(self.row_href(draft))

    def row_page(
        self,
        request: HttpRequest,
        draft: PolicyDraft,
        problems: Problems | None = None,
        typed: dict[str, str] | None = None,
    ) -> HttpResponse:
        context = {
            **draft_context(draft, tenant=request.tenant, now=timezone.now()),
            "problems": problems or [],
            "wrong": beside(problems or []),
            "typed": typed or {},
            "links": {
                **{name: self._href(draft, name) for name in ("edit", "json", "publish", "discard")},
                # The replay reads past cases, which are above this room: its button is the disputes desk's.
                "replay": reverse("admin:tenants_policyreplay_ask", args=[draft.pk]),
            },
            "here": self.row_href(draft),
        }
        return self.page(request, PAGE, draft.title or "Draft", context, status=_status(problems or []))

    def _form(
        self,
        request: HttpRequest,
        draft: PolicyDraft,
        typed: Typed,
        title: str,
        problems: Problems,
        document: dict[str, Any] | None = None,
    ) -> HttpResponse:
        wrong = beside(problems)
        context = {
            **self._editing(request, draft, problems, "edit", document),
            "groups": groups(typed, wrong),
            "typed_title": title,
            "wrong": wrong,
        }
        return self.page(request, FORM, draft.title or "Draft", context, status=_status(problems))

    def _text(self, request: HttpRequest, draft: PolicyDraft, text: str, problems: Problems) -> HttpResponse:
        context = {**self._editing(request, draft, problems, "json"), "text": text}
        return self.page(request, TEXT, draft.title or "Draft", context, status=_status(problems))

    def _editing(
        self,
        request: HttpRequest,
        draft: PolicyDraft,
        problems: Problems,
        current: str,
        document: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """What the form and the text share. After a clash: what is kept now against what was typed."""
        now = self.the_row(request, str(draft.pk))
        clashed = any(each["code"] == "stale_version" for each in problems)
        tabs = (("edit", "Form"), ("json", "JSON"))
        return {
            "draft": now,
            "problems": problems,
            "errors": summary(problems, linked=current == "edit"),
            "clash": difference(now.document, document) if clashed and document else None,
            "clashed": clashed,
            "tabs": [
                {"label": label, "href": self._href(draft, name), "current": name == current} for name, label in tabs
            ],
            "here": self._href(draft, current),
            "back_href": self.row_href(draft),
        }

    def _href(self, draft: PolicyDraft, name: str) -> str:
        return reverse(f"admin:{self.base}_{name}", args=[draft.pk])


def _status(problems: Problems) -> int:
    if not problems:
        return 200
    return 409 if any(each["code"] in CLASHES for each in problems) else 422


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
