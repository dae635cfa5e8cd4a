"""The leads' page on whether the desk decides alike: each figure with its base, and the cases behind it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from disputes.admin.rows import ground_name
from disputes.admin.typed import whole
from disputes.consistency.contradictions import ALIKE, MOST_COMPARED, Contradiction, contradictions
from disputes.consistency.figures import (
    Agreed,
    Rate,
    Span,
    agreements,
    departed_findings,
    departures,
    looks_that_disagree,
    overturned,
    waiting_looks,
)
from disputes.consistency.shares import Share
from disputes.models import Decision, JudgedFinding, SecondLook
from orders.queries import sellers_run_by
from policy.terms import Verdict
from tenants.actions.set_second_look_percent import set_second_look_percent
from tenants.models import Member, Role
from wire.admin import one_action

PAGE = "disputes/admin/consistency.html"
SPANS = (30, 90, 365)
LISTED = 25
"""Rows of each list of cases; the rest is counted."""
VERDICTS = {Verdict.MET: "met", Verdict.NOT_MET: "not met", Verdict.UNKNOWN: "left open"}


class ConsistencyPage:
    """Part of the desk of second looks; leads only, for everybody else there is no such page."""

    def consistency_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("consistency/", view(self.consistency), name=f"{self.base}_consistency"),
            path("consistency/percent/", view(require_POST(self.percent)), name=f"{self.base}_percent"),
        ]

    def consistency_href(self) -> str:
        return reverse(f"admin:{self.base}_consistency")

    def consistency(self, request: HttpRequest) -> HttpResponse:
        _leads_only(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self._consistency_page(request)

    def percent(self, request: HttpRequest) -> HttpResponse:
        _leads_only(request)
        typed = request.POST.get("percent", "").strip()
        _, refused = one_action(
            lambda: set_second_look_percent(
                tenant=request.tenant, by=request.member, percent=whole(typed), now=timezone.now()
            )
        )
        if refused:
            return self._consistency_page(request, typed=typed, problems=refused)
        messages.success(request, f"From now on {whole(typed)} of 100 decisions are looked at a second time.")
        return HttpResponseRedirect(self.consistency_href())

    def _consistency_page(
        self, request: HttpRequest, *, typed: str | None = None, problems: list[dict[str, str]] | None = None
    ) -> HttpResponse:
        days = next((each for each in SPANS if str(each) == request.GET.get("days")), SPANS[1])
        context = {
            **consistency_context(request.member, days=days, now=timezone.now()),
            "percent": request.tenant.second_look_percent if typed is None else typed,
            "percent_href": reverse(f"admin:{self.base}_percent"),
            "problems": problems or [],
            "looks_href": self.list_href(),
        }
        return self.page(request, PAGE, "Consistency", context, status=422 if problems else 200)


def _leads_only(request: HttpRequest) -> None:
    member = request.member
    if member is None or not member.has_role(Role.LEAD) or member.acting_for_seller_id is not None:
        raise Http404


def consistency_context(member: Member, *, days: int, now: datetime) -> dict[str, Any]:
    span = Span(now - timedelta(days=days), now)
    agreed, (appealed, by_ground, by_decider) = agreements(span), overturned(span)
    departed, by_agent = departures(span)
    against = contradictions(span)
    apart = _Apart(member)
    return {
        "spans": [{"value": each, "label": f"The last {each} days"} for each in SPANS],
        "days": days,
        "overall": _agreed(agreed.overall),
        "grounds": [_agreed(each) for each in agreed.by_ground],
        "pairs": [_agreed(each) for each in agreed.by_pair],
        "waiting": waiting_looks(),
        "disagreeing": _listed(apart.from_looks(looks_that_disagree(span)), _look),
        "appealed": _share(appealed),
        "overturned_grounds": [_rate(each) for each in by_ground],
        "overturned_deciders": [_rate(each) for each in by_decider],
        "departed": _share(departed),
        "departed_agents": [_rate(each) for each in by_agent],
        "departures": _listed(apart.from_findings(departed_findings(span)), _departure),
        "contradictions": _listed([each for each in against.pairs if apart.may_see(each)], _contradiction),
        "compared": against.compared,
        "most_compared": MOST_COMPARED,
        "alike": f"{ALIKE:.0%}".replace("%", " %"),
    }


class _Apart:
    """Lists name no case on whose side the lead is; figures count them all."""

    def __init__(self, member: Member) -> None:
        self.member, self.sellers = member, set(sellers_run_by(member).values_list("pk", flat=True))

    def from_looks(self, rows: Any) -> Any:
        return rows.exclude(decision__review__buyer=self.member).exclude(decision__review__seller__in=self.sellers)

    from_findings = from_looks

    def may_see(self, each: Contradiction) -> bool:
        return all(
            one.review.buyer_id != self.member.pk and one.request.seller_id not in self.sellers
            for one in (each.later, each.earlier)
        )


def _listed(rows: Any, shown: Any) -> dict[str, Any]:
    """The first of them as rows of a table, and how many there are."""
    total = len(rows) if isinstance(rows, list) else rows.count()
    return {"rows": [shown(each) for each in rows[:LISTED]], "total": total, "more": max(0, total - LISTED)}


def _agreed(each: Agreed) -> dict[str, Any]:
    kappa = each.kappa
    return {
        "name": ground_name(each.ground) if each.ground else "",
        "one": each.one,
        "other": each.other,
        "cases": kappa.cases,
        "kappa": f"{kappa.value:.2f}".replace("-", "−") if kappa.value is not None else "",
        "in_words": kappa.in_words,
        "why": kappa.why,
        **_share(each.share),
    }


def _rate(each: Rate) -> dict[str, Any]:
    return {"name": ground_name(each.ground) if each.ground else "", "by": each.by, **_share(each.share)}


def _share(share: Share) -> dict[str, Any]:
    """Numbers, percent and the drawing's places from 0 to 100."""
    drawn: dict[str, Any] = {"number": share.number, "base": share.base, "percent": "", "likely": "", "plot": None}
    if share.value is None or share.likely is None:
        return drawn
    low, high = share.likely
    return drawn | {
        "percent": f"{share.value:.0%}".replace("%", " %"),
        "likely": f"{low:.0%} to {high:.0%}".replace("%", " %"),
        "plot": {"at": f"{100 * share.value:.1f}", "low": f"{100 * low:.1f}", "high": f"{100 * high:.1f}"},
    }


def _case_href(request_id: Any) -> str:
    return reverse("admin:disputes_removalrequest_change", args=[request_id])


def _look(look: SecondLook) -> dict[str, Any]:
    first = look.decision
    differ = [key for key, said in first.findings.items() if look.findings.get(key) != said]
    return {
        "look": look,
        "href": reverse("admin:disputes_secondlook_change", args=[look.pk]),
        "case_href": _case_href(first.request_id),
        "order": first.review.order.external_id,
        "grounds": _names(first.findings),
        "differ": _names(differ),
    }


def _departure(each: JudgedFinding) -> dict[str, Any]:
    return {
        "href": _case_href(each.decision.request_id),
        "order": each.decision.review.order.external_id,
        "ground": ground_name(each.ground),
        "proposed": VERDICTS[Verdict(each.proposed)],
        "answer": VERDICTS[Verdict(each.answer)],
        "by": each.decision.decided_by,
        "at": each.decided_at,
        "why": each.decision.departure_reason,
    }


def _contradiction(each: Contradiction) -> dict[str, Any]:
    return {
        "grounds": _names(each.grounds),
        "percent": f"{each.nearness:.0%}".replace("%", " %"),
        "reasons": each.reasons,
        "sides": [_side(each.later), _side(each.earlier)],
    }


def _side(decision: Decision) -> dict[str, Any]:
    order = decision.review.order.external_id
    return {"decision": decision, "href": _case_href(decision.request_id), "order": order}


def _names(grounds: Iterable[str]) -> str:
    return ", ".join(ground_name(key) for key in grounds)
