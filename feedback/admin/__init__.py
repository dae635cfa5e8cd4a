"""The desk's read-only list of reviews."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from feedback.models import Review
from policy.terms import ReviewStatus, Sentiment
from wire.admin import ChoiceFilter, DeskAdmin


class StatusFilter(ChoiceFilter):
    title = "Status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return [(status.value, status.value.capitalize()) for status in ReviewStatus]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Review]) -> QuerySet[Review]:
        return queryset.filter(status=self.value()) if self.value() else queryset


class SentimentFilter(ChoiceFilter):
    title = "Sentiment"
    parameter_name = "sentiment"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return [(sentiment.value, sentiment.value.capitalize()) for sentiment in Sentiment]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Review]) -> QuerySet[Review]:
        return queryset.filter(sentiment=self.value()) if self.value() else queryset


@admin.register(Review)
class ReviewDesk(DeskAdmin):
    list_display = (
        "order",
        "seller",
        "buyer",
        "stars_of_five",
        "sentiment",
        "status",
        "opening",
        "published_at",
    )
    list_select_related = ("order", "seller", "buyer", "policy_version")
    list_filter = (StatusFilter, SentimentFilter)
    search_fields = ("=order__external_id", "=seller__external_id")
    search_help_text = "Order or seller id"
    ordering = ("-id",)
    details = (
        "order",
        "review_page",
        "seller",
        "buyer",
        "status",
        "ground",
        "sentiment",
        "fulfilment",
        "start_time",
        "communication",
        "overall",
        "struck_criteria",
        "stars_of_five",
        "comment",
        "published_at",
        "edited_at",
        "hidden_at",
        "imported",
        "policy_version",
        "version",
        "history",
    )

    @admin.display(description="Stars, of 5")
    def stars_of_five(self, review: Review) -> int:
        return review.stars

    @admin.display(description="Comment begins")
    def opening(self, review: Review) -> str:
        text = " ".join(review.comment.split())
        return text if len(text) <= 60 else f"{text[:59]}…"

    @admin.display(description="Page")
    def review_page(self, review: Review) -> SafeString:
        return format_html('<a href="/reviews/{}">Open the review</a>', review.pk)

    @admin.display(description="History")
    def history(self, review: Review) -> str:
        revisions = review.revisions.order_by("number")
        return "; ".join(f"{each.number}. {each.kind} {each.at:%Y-%m-%d %H:%M} UTC" for each in revisions) or "–"
