"""The desk's read-only lists of sellers and orders, and what buyers report of sellers."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from orders.admin.reports import ReportDesk
from orders.models import Order, Seller
from policy.terms import OrderStatus
from wire.admin import ChoiceFilter, DeskAdmin

__all__ = ["OrderDesk", "ReportDesk", "SellerDesk"]


class StatusFilter(ChoiceFilter):
    title = "Status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return [(status.value, status.value.replace("_", " ").capitalize()) for status in OrderStatus]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Order]) -> QuerySet[Order]:
        return queryset.filter(status=self.value()) if self.value() else queryset


@admin.register(Order)
class OrderDesk(DeskAdmin):
    list_display = ("external_id", "status", "seller", "buyer", "offer", "placed_at", "closed_at")
    list_select_related = ("seller", "buyer", "offer", "partner")
    list_filter = (StatusFilter,)
    search_fields = ("=external_id", "=seller__external_id", "=buyer__external_id")
    search_help_text = "Order, seller or buyer id"
    ordering = ("-id",)
    details = (
        "external_id",
        "order_page",
        "status",
        "seller",
        "buyer",
        "offer",
        "fulfilled_by",
        "partner",
        "placed_at",
        "promised_start_at",
        "started_at",
        "promised_ship_at",
        "shipped_at",
        "promised_completion_at",
        "delivered_at",
        "closed_at",
        "tracking_number",
        "amount",
        "currency",
    )

    @admin.display(description="Page with the chat")
    def order_page(self, order: Order) -> SafeString:
        return format_html('<a href="/orders/{}">Open the order</a>', quote(order.external_id, safe=""))


@admin.register(Seller)
class SellerDesk(DeskAdmin):
    list_display = ("name", "external_id", "public_page", "created_at")
    search_fields = ("name", "=external_id")
    search_help_text = "Name or id"
    ordering = ("name", "id")
    details = ("name", "external_id", "public_page", "created_at", "run_by")

    @admin.display(description="Public page")
    def public_page(self, seller: Seller) -> SafeString:
        return format_html(
            '<a href="/sellers/{}">Rate and reviews<span class="visually-hidden"> of {}</span></a>',
            seller.slug,
            seller.name,
        )

    @admin.display(description="Run by")
    def run_by(self, seller: Seller) -> str:
        seats = seller.seats.select_related("member").order_by("member__name", "id")
        return ", ".join(str(seat.member) for seat in seats) or self.empty_value_display
