"""The Django admin as the desk of agents and leads, one for each marketplace's host.

Built on unfold's site; its pages are the application's own (docs/decisions/0010-admin-csp.md).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, include, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from unfold.sites import UnfoldAdminSite

from tenants.models import DESK_ROLES, Role
from wire.admin import DeskAdmin

MENU = (
    ("Queue", "disputes_removalrequest_changelist"),
    ("Appeals", "disputes_appeal_changelist"),
    ("Notices", "disputes_notice_changelist"),
    ("Misuse", "disputes_misusestep_changelist"),
    ("Orders", "orders_order_changelist"),
    ("Reviews", "feedback_review_changelist"),
    ("Sellers", "orders_seller_changelist"),
    ("Members", "tenants_member_changelist"),
    ("Policy", "tenants_policyversion_changelist"),
    ("Look", "tenants_tenant_look"),
    ("Log", "audit_entry_changelist"),
)
# Pages that stand under one entry, shown as tabs at the head of each, to those who may see them.
SECTIONS = {
    "disputes_removalrequest_changelist": (
        ("Queue", "disputes_removalrequest_changelist", DESK_ROLES),
        ("Group cases", "disputes_groupcase_changelist", DESK_ROLES),
        ("Second looks", "disputes_secondlook_changelist", DESK_ROLES),
        ("Programs", "disputes_judgedfinding_changelist", DESK_ROLES),
        ("Saved replies", "disputes_savedreply_changelist", DESK_ROLES),
        ("Team", "disputes_decision_changelist", {Role.LEAD}),
        ("Consistency", "disputes_secondlook_consistency", {Role.LEAD}),
        ("Reports to the EU", "disputes_report_changelist", {Role.LEAD}),
    ),
    "disputes_misusestep_changelist": (
        ("Misuse", "disputes_misusestep_changelist", DESK_ROLES),
        ("Reports of sellers", "orders_sellerreport_changelist", DESK_ROLES),
    ),
}
# Pages that stand under another's entry.
WITH = {
    "tenants_policyversion_changelist": ("tenants_policydraft_changelist",),
    **{entry: tuple(name for _, name, _ in pages) for entry, pages in SECTIONS.items()},
}
# Entries that only leads have a use for.
FOR_LEADS = {"tenants_tenant_look"}
PLATFORM_MENU = (("Marketplaces", "tenants_tenant_changelist"), ("Accounts", "accounts_user_changelist"))


class Desk(UnfoldAdminSite):
    site_header = "Desk"
    final_catch_all_view = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Agents and leads of this marketplace; on the base domain, operators. All with a second factor."""
        user = request.user
        if not (user.is_authenticated and user.is_active):
            return False
        if request.tenant is None:
            return user.is_operator
        return request.member is not None and request.member.at_the_desk

    def register(self, model_or_iterable: Any, admin_class: type | None = None, **options: Any) -> None:
        """Only rooms built for the desk: what libraries register would open tables to hand editing."""
        if admin_class is not None and issubclass(admin_class, DeskAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable[..., HttpResponse]:
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs) if self.has_permission(request) else self.login(request)

        return update_wrapper(never_cache(csrf_protect(inner)), view)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Strangers sign in where everybody does; for members of other roles there is no desk."""
        if request.user.is_authenticated:
            raise Http404
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")

    def get_urls(self) -> list[URLPattern]:
        """The first page and each model's own; signing in and passwords are the account pages' matter."""
        rows = [
            path(f"{model._meta.app_label}/{model._meta.model_name}/", include(room.urls))
            for model, room in self._registry.items()
        ]
        return [path("", self.admin_view(self.index), name="index"), *rows]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        menu = PLATFORM_MENU if request.tenant is None else MENU
        return HttpResponseRedirect(reverse(f"admin:{menu[0][1]}"))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "site_header": self.site_header,
            "has_permission": True,
            "nav": self._menu(request),
            "sections": self._sections(request),
        }

    def _menu(self, request: HttpRequest) -> list[dict[str, Any]]:
        items = []
        for label, name in PLATFORM_MENU if request.tenant is None else MENU:
            if name in FOR_LEADS and not (request.member and request.member.has_role(Role.LEAD)):
                continue
            href = reverse(f"admin:{name}")
            here = (href, *(reverse(f"admin:{other}") for other in WITH.get(name, ())))
            items.append({"label": label, "href": href, "current": request.path.startswith(here)})
        return items

    def _sections(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The tabs of the page that is asked for; none on a page that is no tab itself."""
        if request.tenant is None or request.member is None:
            return []
        for pages in SECTIONS.values():
            tabs = [
                {"label": label, "href": (href := reverse(f"admin:{name}")), "current": request.path == href}
                for label, name, roles in pages
                if request.member.has_role(*roles)
            ]
            if any(each["current"] for each in tabs):
                return tabs
        return []


site = admin.site
