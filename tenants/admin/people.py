"""The desk's read-only lists of members and, for operators, of marketplaces."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tenants.admin.look_page import look_page
from tenants.models import Member, Role, Tenant
from wire.admin import ChoiceFilter, DeskAdmin


class RoleFilter(ChoiceFilter):
    title = "Role"
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return [(role.value, role.label) for role in Role]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Member]) -> QuerySet[Member]:
        return queryset.filter(roles__contains=[self.value()]) if self.value() else queryset


@admin.register(Member)
class MemberDesk(DeskAdmin):
    list_display = ("name", "external_id", "email", "their_roles", "joined_at")
    list_filter = (RoleFilter,)
    search_fields = ("name", "=email", "=external_id")
    search_help_text = "Name, e-mail or id"
    ordering = ("-id",)
    details = ("name", "external_id", "email", "their_roles", "joined_at")

    @admin.display(description="Roles")
    def their_roles(self, member: Member) -> str:
        return ", ".join(member.roles)

    def get_list_display_links(self, request: HttpRequest, list_display: tuple[str, ...]) -> list[str]:
        return ["name", "external_id"]


@admin.register(Tenant)
class TenantDesk(DeskAdmin):
    platform = True
    list_title = "Marketplaces"
    list_display = ("name", "slug", "site", "preset", "timezone", "created_at")
    search_fields = ("name", "slug", "host")
    search_help_text = "Name or host"
    ordering = ("slug",)
    details = ("name", "slug", "site", "preset", "timezone", "created_at")

    def desk_urls(self) -> list[URLPattern]:
        """The look is set at the marketplace's own address, by its leads."""
        return [path("look/", self.admin_site.admin_view(self.look), name=f"{self.base}_look"), *super().desk_urls()]

    def look(self, request: HttpRequest) -> HttpResponse:
        return look_page(self, request)

    @admin.display(description="Host")
    def site(self, tenant: Tenant) -> SafeString:
        return format_html('<a href="//{}/">{}</a>', tenant.host, tenant.host)
