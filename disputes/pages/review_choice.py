"""The first step of contesting: which review it is about, with the time that is left and what was asked before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from disputes.models import RemovalRequest
from disputes.pages.contested import first_name, titled
from disputes.pages.told import effective_at
from disputes.queries import fair_use_of_all, latest_requests_about, reviews_contested
from feedback.queries import Sight, reviews_to_contest, shown_comment
from orders.queries import sellers_run_by
from policy.document import PolicyDocument
from policy.saying import say
from policy.terms import ReviewStatus, Sentiment
from policy.time_limits import cutoff
from tenants.models import Tenant
from tenants.queries import policy_in_force
from wire.pages import CursorPages
from wire.refusals import NotThere, Refused
from wire.text import is_showable

REVIEWS = CursorPages("-published_at", "-id")
LONGEST_NUMBER = 100
_KINDS = (
    ("", say("Negative and neutral")),
    (Sentiment.NEGATIVE.value, say("Negative")),
    (Sentiment.NEUTRAL.value, say("Neutral")),
)
_WHICH = (
    ("", say("All")),
    ("in_time", say("In time")),
    ("asked", say("Contested before")),
    ("new", say("Never contested")),
)


@dataclass(frozen=True, slots=True)
class _Filter:
    """As the address says it; what is no choice is as if not given."""

    seller: str = ""
    kind: str = ""
    which: str = ""
    order: str = ""

    @classmethod
    def from_get(cls, get: Any, slugs: list[str]) -> _Filter:
        choices = {"seller": slugs, "kind": dict(_KINDS), "which": dict(_WHICH)}
        given = {name: value for name, known in choices.items() if (value := get.get(name, "")) in known}
        order = get.get("order", "").strip()[:LONGEST_NUMBER]
        return cls(**given, order=order if is_showable(order) else "")

    def query(self) -> dict[str, str]:
        return {name: value for name in ("seller", "kind", "which", "order") if (value := getattr(self, name))}


@require_safe
def choose_review(request: HttpRequest) -> HttpResponse:
    """For members who run a seller; for others the page is not there."""
    sellers = list(sellers_run_by(request.member).order_by("name", "id"))
    if not sellers:
        raise NotThere
    now, here = timezone.now(), reverse("request_form")
    policy = policy_in_force(at=now).policy
    wanted = _Filter.from_get(request.GET, [each.slug for each in sellers])
    chosen = [each for each in sellers if wanted.seller in ("", each.slug)]
    rows = reviews_to_contest(
        [each.pk for each in chosen],
        sentiments=[wanted.kind] if wanted.kind else [Sentiment.NEGATIVE, Sentiment.NEUTRAL],
        since=_first_day_in_time(policy, now, request.tenant) if wanted.which == "in_time" else None,
        order=wanted.order,
    )
    if wanted.which == "asked":
        rows = rows.filter(pk__in=reviews_contested())
    elif wanted.which == "new":
        rows = rows.exclude(pk__in=reviews_contested())
    try:
        cut = REVIEWS.cut(rows, cursor=request.GET.get("cursor", ""))
    except Refused:
        return redirect(here)
    before = latest_requests_about(cut.rows)
    uses = fair_use_of_all([each.pk for each in chosen], policy=policy, now=now)

    def beside(cursor: str) -> str:
        return f"{here}?{urlencode({**wanted.query(), 'cursor': cursor})}" if cursor else ""

    page = {
        "rows": [
            _row(each, before.get(each.pk), policy, request.tenant, now, several=len(sellers) > 1) for each in cut.rows
        ],
        "filter": _fields(wanted, sellers),
        "filtered": bool(wanted.query()),
        "here": here,
        "newer_href": beside(cut.previous),
        "older_href": beside(cut.next),
        "meters": [
            {
                "seller": each,
                "title": say("Fair use: {seller}", seller=each.name) if len(sellers) > 1 else say("Fair use"),
                "fair_use": uses[each.pk],
            }
            for each in chosen
        ],
        "misuse": policy.misuse,
        "cutoff_days": policy.removal.cutoff_days,
    }
    return render(request, "disputes/review_choice.html", page)


def _first_day_in_time(policy: PolicyDocument, now: datetime, tenant: Tenant) -> date | None:
    days = policy.removal.cutoff_days
    return None if days is None else now.astimezone(tenant.zone).date() - timedelta(days=days)


def _fields(wanted: _Filter, sellers: list[Any]) -> list[dict[str, Any]]:
    """As the filter bar takes them; the seller is asked for where there are several."""
    choices = [("kind", say("Kind of rating"), _KINDS), ("which", say("Which"), _WHICH)]
    if len(sellers) > 1:
        choices.insert(0, ("seller", say("Seller"), (("", say("All")), *((each.slug, each.name) for each in sellers))))
    fields: list[dict[str, Any]] = [
        {
            "name": name,
            "label": label,
            "value": getattr(wanted, name),
            "options": [{"value": value, "label": words} for value, words in options],
        }
        for name, label, options in choices
    ]
    return [*fields, {"name": "order", "label": say("Order number"), "value": wanted.order}]


def _row(
    review, case: RemovalRequest | None, policy: PolicyDocument, tenant: Tenant, now: datetime, *, several: bool
) -> dict[str, Any]:
    limit = cutoff(review.published_at, policy, tenant.zone)
    today = now.astimezone(tenant.zone).date()
    late = limit.passed(now)
    return {
        "href": f"{reverse('request_form')}?{urlencode({'review': review.pk})}",
        "title": titled(review),
        "order": review.order.external_id,
        "seller": review.seller.name if several else "",
        "author": first_name(review.buyer.name),
        "at": review.published_at,
        "stars": review.overall or review.stars,
        "sentiment": review.sentiment,
        "comment": shown_comment(review, Sight.PUBLIC),
        "status": "" if review.status == ReviewStatus.PUBLISHED else review.status,
        "limit": limit,
        "late": late,
        "days_left": None if limit.last_day is None or late else (limit.last_day - today).days,
        **_before(case),
    }


def _before(case: RemovalRequest | None) -> dict[str, Any]:
    """What was asked before, and whether that keeps the review from being contested now."""
    if case is None:
        return {"open": False}
    decided = sorted(filter(effective_at, case.decisions.all()), key=lambda each: each.decided_at)
    return {
        "open": case.is_open,
        "case_href": reverse("request_page", args=[case.pk]),
        "filed_at": case.filed_at,
        "due_at": case.due_at,
        "outcome": decided[-1].outcome if decided else "",
        "closed_at": case.closed_at,
    }
