"""Lists: a seller's requests, the cases about a buyer's reviews, and what a member was told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from disputes.models import RemovalRequest, Statement
from disputes.pages.contested import titled
from disputes.pages.misuse import steps_against
from disputes.pages.told import effective_at
from disputes.queries import cases_visible_to, fair_use_of_all, requests_of_sellers_of, statements_of
from disputes.telling.disclosure import status_at
from orders.queries import sellers_run_by
from policy.grounds import GROUNDS
from policy.saying import say
from policy.terms import GroundKey, RequestStatus
from tenants.queries import policy_in_force
from wire.entry import for_members
from wire.pages import CursorPages
from wire.refusals import NotThere, Refused

_ASKS = ((RequestStatus.AWAITING_BUYER, "buyer"), (RequestStatus.MORE_INFORMATION, "seller"))
CASES = CursorPages("-filed_at", "-id")
STATEMENTS = CursorPages("-created_at", "-id")


@require_safe
@for_members
def seller_requests(request: HttpRequest) -> HttpResponse:
    """For members who run a seller; for others the page is not there."""
    sellers = list(sellers_run_by(request.member).order_by("name", "id"))
    if not sellers:
        raise NotThere
    rows = requests_of_sellers_of(request.member)
    return _cases(request, rows, "seller_requests", side="seller", **_fair_use(sellers, timezone.now()))


@require_safe
@for_members
def case_list(request: HttpRequest) -> HttpResponse:
    about_mine = cases_visible_to(request.member).filter(review__buyer=request.member)
    against = steps_against(request.member, timezone.now())
    return _cases(request, about_mine, "case_list", side="buyer", steps=against)


@require_safe
@for_members
def statement_list(request: HttpRequest) -> HttpResponse:
    here, rows = reverse("statement_list"), statements_of(request.member)
    try:
        cut = STATEMENTS.cut(rows, cursor=request.GET.get("cursor", ""))
    except Refused:
        return redirect(here)
    page = {"rows": [_statement(each) for each in cut.rows], **_beside(here, cut)}
    return render(request, "disputes/statement_list.html", page)


def _fair_use(sellers: list[Any], now: datetime) -> dict[str, Any]:
    """The meter of each seller that the member runs."""
    policy = policy_in_force(at=now).policy
    uses = fair_use_of_all([seller.pk for seller in sellers], policy=policy, now=now)
    return {"meters": [{"seller": each, "fair_use": uses[each.pk]} for each in sellers], "misuse": policy.misuse}


def _cases(request: HttpRequest, rows: Any, name: str, *, side: str, **beside: Any) -> HttpResponse:
    here, now = reverse(name), timezone.now()
    try:
        cut = CASES.cut(rows.prefetch_related("decisions__approval"), cursor=request.GET.get("cursor", ""))
    except Refused:
        return redirect(here)
    page = {"side": side, "rows": [_case(case, side, now) for case in cut.rows], **_beside(here, cut), **beside}
    return render(request, "disputes/case_list.html", page)


def _case(case: RemovalRequest, side: str, now: datetime) -> dict[str, Any]:
    status = status_at(case, now)
    due = {
        RequestStatus.AWAITING_BUYER: case.buyer_reply_due_at,
        RequestStatus.MORE_INFORMATION: case.more_information_due_at,
        RequestStatus.DECIDED: None,
        RequestStatus.WITHDRAWN: None,
    }.get(status, case.due_at)
    waits_for = {
        RequestStatus.AWAITING_BUYER: say("Your reply") if side == "buyer" else say("The buyer's reply"),
        RequestStatus.MORE_INFORMATION: say("Your answer") if side == "seller" else say("More information"),
    }.get(status, say("The decision"))
    decided = sorted(filter(effective_at, case.decisions.all()), key=lambda each: each.decided_at)
    return {
        "href": reverse("request_page", args=[case.pk]),
        "title": titled(case.review),
        "seller": case.seller.name,
        "order": case.review.order.external_id,
        "status": status,
        "grounds": ", ".join(str(GROUNDS[GroundKey(claim.ground)].text.name) for claim in case.claims.all()),
        "filed_at": case.filed_at,
        "due": due,
        "waits_for": waits_for,
        "decision_due": case.due_at if case.is_open and due != case.due_at else None,
        "left": due - now if due and due > now else None,
        "outcome": decided[-1].outcome if decided else "",
        "closed_at": case.closed_at,
        "asks_you": (status, side) in _ASKS,
    }


def _statement(statement: Statement) -> dict[str, Any]:
    letters = statement.letters.all()
    return {
        "href": reverse("statement_page", args=[statement.pk]),
        "kind": capfirst(str(statement.get_kind_display())),
        "order": statement.review.order.external_id,
        "seller": statement.review.order.seller.name,
        "outcome": statement.decision.outcome,
        "at": statement.created_at,
        "unread": bool(letters) and not any(letter.read_at for letter in letters),
    }


def _beside(here: str, cut: Any) -> dict[str, str]:
    return {
        "newer_href": f"{here}?cursor={cut.previous}" if cut.previous else "",
        "older_href": f"{here}?cursor={cut.next}" if cut.next else "",
    }
