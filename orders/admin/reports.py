"""Reports of sellers: those that wait first, each with the words it is about and what else is known of the seller."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from orders.actions.answer_report import LONGEST_ANSWER, answer_report
from orders.models import ConductWarning, Message, SellerReport
from orders.permissions import may_answer_report
from orders.queries import conversation_of, sellers_run_by
from orders.talking.conduct import RULES, record_of_seller, reports_of_seller, warnings_of_seller
from orders.telling.sides import page_of
from wire.admin import ChoiceFilter, DeskAdmin, one_action

PAGE = "orders/admin/report.html"
AROUND = 3
"""Messages before and after the reported one that are shown with it."""
NAMES = {
    SellerReport.Kind.OVER_CONTACT: "Writes too much",
    SellerReport.Kind.INDUCEMENT: "Offers something for a review",
    SellerReport.Kind.PRESSURE: "Presses about a review",
    SellerReport.Kind.OTHER: "Something else",
}


class ReportStanding(ChoiceFilter):
    title = "Status"
    parameter_name = "status"
    any_label = "All"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return [("open", "Not answered"), ("confirmed", "Confirmed"), ("dismissed", "Nothing follows")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[SellerReport]) -> QuerySet[SellerReport]:
        return queryset.filter(status=self.value()) if self.value() else queryset


class ReportKind(ChoiceFilter):
    title = "About"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return [(kind.value, name) for kind, name in NAMES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[SellerReport]) -> QuerySet[SellerReport]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(SellerReport)
class ReportDesk(DeskAdmin):
    list_title = "Reports of sellers"
    acts = ("confirm", "dismiss")
    list_note = "What buyers say of how sellers deal with them. The seller is never told who reported them."
    empty_title = "No report waits"
    empty_body = "Nobody has reported a seller, or all reports that fit are answered."
    list_display = ("id",)
    list_select_related = ("order", "seller", "by")
    list_filter = (ReportStanding, ReportKind)
    search_fields = ("=seller__external_id", "=order__external_id")
    search_help_text = "Seller or order id"
    # "open" sorts last by name, so those that wait come first, oldest at the head.
    ordering = ("-status", "reported_at", "id")
    change_list_template = "orders/admin/reports.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[SellerReport]:
        """Whoever runs a seller must not learn who reported it."""
        rows = super().get_queryset(request).select_related("order__buyer", "seller", "by", "message", "looked_at_by")
        return rows.exclude(seller__in=sellers_run_by(request.member))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer = super().changelist_view(request, extra_context)
        if cl := getattr(answer, "context_data", {}).get("cl"):
            answer.context_data["rows"] = [
                {"row": report, "href": self.row_href(report), "about": NAMES[report.kind], "by": str(report.by)}
                for report in cl.result_list
            ]
        return answer

    def confirm(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._answer(request, object_id, confirmed=True)

    def dismiss(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._answer(request, object_id, confirmed=False)

    def _answer(self, request: HttpRequest, object_id: str, *, confirmed: bool) -> HttpResponse:
        """Call the one action; say what it did, or show the page again with what was typed and why not."""
        report, version = self.the_row(request, object_id), request.POST.get("version", "")
        _, refused = one_action(
            lambda: answer_report(
                tenant=request.tenant,
                by=request.member,
                report=report,
                confirmed=confirmed,
                answer=request.POST.get("answer", ""),
                version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None,
                now=timezone.now(),
            )
        )
        if refused:
            return self.row_page(request, self.the_row(request, object_id), refused)
        messages.success(request, "Answered. Whoever sent the report is told.")
        return HttpResponseRedirect(self.row_href(report))

    def row_page(
        self, request: HttpRequest, report: SellerReport, problems: list[dict[str, str]] | None = None
    ) -> HttpResponse:
        problems = problems or []
        others = reports_of_seller(report.seller).exclude(pk=report.pk)[:10]
        context = {
            "report": report,
            "about": NAMES[report.kind],
            "by": str(report.by),
            "order_href": page_of(report.order),
            "chat": _around(report),
            "others": [{"row": each, "href": self.row_href(each), "about": NAMES[each.kind]} for each in others],
            "warnings": [_warning(each) for each in warnings_of_seller(report.seller)[:10]],
            "record": record_of_seller(report.seller),
            "may_answer": report.status == SellerReport.Status.OPEN and may_answer_report(request.member, report),
            "longest": LONGEST_ANSWER,
            "problems": problems,
            "wrong": {each["pointer"].strip("/"): each["text"] for each in problems},
            "typed": request.POST.get("answer", ""),
            "links": {name: reverse(f"admin:{self.base}_{name}", args=[report.pk]) for name in self.acts},
        }
        stale = any(each["code"] in ("stale_version", "conflict") for each in problems)
        status = (409 if stale else 422) if problems else 200
        return self.page(request, PAGE, f"Report about {report.seller.name}", context, status=status)


def _around(report: SellerReport) -> list[dict[str, Any]]:
    """The reported message with those around it; the end of the chat where none was picked."""
    said = list(conversation_of(report.order).values_list("pk", "sender", "body", "sent_at"))
    place = next((n for n, (pk, *_) in enumerate(said) if pk == report.message_id), None)
    chosen = said[-2 * AROUND :] if place is None else said[max(0, place - AROUND) : place + AROUND + 1]
    names = {
        Message.Sender.BUYER.value: str(report.order.buyer),
        Message.Sender.SELLER.value: report.seller.name,
    }
    return [
        {
            "by": names[sender],
            "side": "theirs" if sender == Message.Sender.BUYER else "mine",
            "body": body,
            "at": sent_at,
            "note": "Reported" if pk == report.message_id else "",
        }
        for pk, sender, body, sent_at in chosen
    ]


def _warning(warning: ConductWarning) -> dict[str, Any]:
    body, pieces, end = warning.message.body, [], 0
    for start, stop in warning.passages:
        pieces += [{"start": end, "text": body[end:start]}] if start > end else []
        pieces.append({"start": start, "text": body[start:stop], "why": warning.rule, "tone": "inducement"})
        end = stop
    pieces += [{"start": end, "text": body[end:]}] if end < len(body) else []
    order = warning.message.order
    return {
        "rule": RULES[warning.rule],
        "pieces": pieces,
        "at": warning.sent_at,
        "order": order.external_id,
        "order_href": f"{page_of(order)}#chat",
    }
