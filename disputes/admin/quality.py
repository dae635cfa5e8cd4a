"""How right the programs are, as agents answered them: by gatherer, ground and month, with what they disagreed on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from disputes.admin.filters import AnsweredGround, AnswerOf, ByGatherer
from disputes.admin.rows import ground_name
from disputes.consistency.impartial import decisions_to_look_at
from disputes.models import JudgedFinding
from disputes.queries import Agreement, agreements, judged_findings, together
from policy.terms import Verdict
from tenants.models import Tenant
from wire.admin import DeskAdmin

SPAN = timedelta(days=365)
TOO_FEW = 10
"""With fewer answers a share says nothing, so none is shown."""
PLAIN = "Plain facts"
VERDICTS = {Verdict.MET: "met", Verdict.NOT_MET: "not met", Verdict.UNKNOWN: "left open"}


@admin.register(JudgedFinding)
class QualityDesk(DeskAdmin):
    list_title = "What programs proposed, and agents answered"
    list_note = "Every decision answers the findings of its case. A program proposes; it never decides."
    empty_title = "Nothing to compare"
    empty_body = "No decision of the last year answers what you ask for."
    list_display = ("id",)
    list_filter = (AnswerOf, AnsweredGround, ByGatherer)
    ordering = ("-decided_at", "-id")
    change_list_template = "disputes/admin/quality.html"
    details = ("ground", "gatherer", "revision", "proposed", "confidence", "answer", "decided_at", "decision")

    def get_queryset(self, request: HttpRequest) -> QuerySet[JudgedFinding]:
        """All but those whose decision somebody is still to take a second time without knowing it."""
        return judged_findings().filter(tenant=request.tenant).exclude(decision__in=decisions_to_look_at())

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer = super().changelist_view(request, extra_context)
        if cl := getattr(answer, "context_data", {}).get("cl"):
            answer.context_data["rows"] = [_row(each) | {"details": self.row_href(each)} for each in cl.result_list]
            answer.context_data.update(_summary(request.tenant, timezone.now()))
        return answer


def _summary(tenant: Tenant, now: datetime) -> dict[str, Any]:
    rows = agreements(since=now - SPAN, until=now, zone=tenant.zone)
    months = together(rows, by_month=True)
    return {
        "gatherers": [_shares(each) for each in together(rows)],
        "months": [_shares(each) for each in sorted(months, key=lambda each: each.month)],
        "too_few": TOO_FEW,
    }


def _shares(each: Agreement) -> dict[str, Any]:
    """Each share with its base; none of too few."""
    return {
        "ground": ground_name(each.ground) if each.ground else "",
        "gatherer": each.gatherer or PLAIN,
        "month": each.month,
        "answers": each.answers,
        "left_open": each.left_open,
        "proposed": each.proposed,
        "agreed": each.agreed,
        "share": f"{each.agreed / each.proposed:.0%}" if each.proposed >= TOO_FEW else "",
        "disagreed": each.proposed - each.agreed,
    }


def _row(each: JudgedFinding) -> dict[str, Any]:
    decision = each.decision
    return {
        "row": each,
        "href": reverse("admin:disputes_removalrequest_change", args=[decision.request_id]),
        "order": decision.review.order.external_id,
        "ground": ground_name(each.ground),
        "gatherer": each.gatherer or PLAIN,
        "proposed": VERDICTS[Verdict(each.proposed)],
        "answer": VERDICTS[Verdict(each.answer)],
        "agreed": each.answer == each.proposed,
        "why": decision.departure_reason,
        "comment": decision.review.comment,
        "by": decision.decided_by,
    }
