"""The Feedback Manager: a seller's rate and what to do next, its figures, and its feedback with what can be done."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from disputes.pages.manager_csv import feedback_lines
from disputes.pages.manager_figures import (
    Headline,
    all_time_of,
    headline_of,
    metrics,
    next_steps,
    rate_shown,
    target_shown,
)
from disputes.pages.manager_filter import SENTIMENTS, ManagerFilter
from disputes.pages.manager_rows import Reader, row_of
from disputes.queries import Whose, fair_use_of, steps_in_force
from disputes.queries.managing import in_state, soon_too_late, with_last_case
from feedback.queries.manager import NEWEST, managed_sellers, narrowed, reviews_to_manage
from feedback.queries.spans import tallied_days
from feedback.queries.trend import trend_from
from orders.talking.contacts import latest_messages, settlement_runs
from policy.document import PolicyDocument
from policy.saying import say
from policy.terms import MisuseKind, MisuseSubject
from policy.windows import local_day
from tenants.queries import policy_in_force
from wire.entry import for_members
from wire.pages import CursorPages
from wire.refusals import NotThere, Refused
from wire.speaking import SPEAKER

if TYPE_CHECKING:
    from orders.models import Seller

PAGES = CursorPages("-published_at", "-id")


@require_safe
@for_members
def feedback_manager(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    policy, today = policy_in_force(at=now).policy, local_day(now, request.tenant.zone)
    seller, sellers = _chosen(request, policy, today)
    chosen = ManagerFilter.from_get(request.GET)
    here = {"seller": seller.slug} if len(sellers) > 1 else {}
    found = narrowed(_reviews(seller, chosen, today), chosen.wanted(today))
    try:
        cut = PAGES.cut(managed_columns(found.reviews), cursor=request.GET.get("cursor", ""))
    except Refused:
        return redirect(_href(here | chosen.query()))
    # Whoever looks for something is shown what they look for; the figures are one link away.
    with_figures = not chosen and "cursor" not in request.GET
    fair_use = fair_use_of(seller, policy=policy, now=now) if with_figures else None
    suspended_until = fair_use.suspended_until if fair_use else _suspended_until(seller, now)
    reader = Reader(request.member, policy, now, request.tenant.zone, suspended_until)
    headline = headline_of(_windows(seller), policy)
    page = {
        "seller": seller,
        "tabs": _tabs(sellers, seller),
        "chosen": chosen,
        "rows": [row_of(review, reader) for review in cut.rows],
        "back_to": found.back_to,
        "newest": NEWEST,
        "sentiments": _sentiments(here, chosen, seller),
        "filter_fields": chosen.fields(),
        "hidden": here | ({"sentiment": chosen.sentiment} if chosen.sentiment else {}),
        "reset_href": _href(here) if chosen else "",
        "csv_href": _href(here | chosen.query(), "feedback_csv"),
        "excel_href": _href(here | chosen.query() | {"for": "excel"}, "feedback_csv"),
        "newer": _href(here | chosen.query() | {"cursor": cut.previous}) if cut.previous else "",
        "older": _href(here | chosen.query() | {"cursor": cut.next}) if cut.next else "",
        "rate": rate_shown(headline, policy),
        "alert": _alert(seller, headline.exact, policy),
        "all_href": _href(here),
        "with_figures": with_figures,
        "fair_use": fair_use,
        "misuse": policy.misuse,
        **(_figures(seller, headline, policy, now, suspended=suspended_until is not None) if with_figures else {}),
    }
    return render(request, "disputes/manager.html", page)


@require_safe
@for_members
def feedback_csv(request: HttpRequest) -> HttpResponseBase:
    """Every row that the filter leaves: nothing is kept short here, so a search takes as long as it takes."""
    now = timezone.now()
    policy, today = policy_in_force(at=now).policy, local_day(now, request.tenant.zone)
    seller, _ = _chosen(request, policy, today)
    chosen = ManagerFilter.from_get(request.GET)
    found = narrowed(_reviews(seller, chosen, today), chosen.wanted(today), newest=None)
    lines = feedback_lines(
        with_last_case(found.reviews),
        tenant=request.tenant,
        member=request.member,
        now=now,
        mark=request.GET.get("for") == "excel",
    )
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = f'attachment; filename="feedback-{seller.slug}-{today.isoformat()}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def managed_columns(reviews: QuerySet) -> QuerySet:
    """With what `row_of` needs beside the review, in the same query: only the rows that are shown are asked for it."""
    return with_last_case(reviews).annotate(
        latest_messages=latest_messages(order=OuterRef("order"), since=OuterRef("published_at")),
        settlement_runs=settlement_runs(order=OuterRef("order")),
    )


def _reviews(seller: Seller, chosen: ManagerFilter, today: date) -> QuerySet:
    reviews = reviews_to_manage(seller, chosen.wanted(today))
    return reviews.filter(in_state(chosen.request, seller)) if chosen.request else reviews


def _chosen(request: HttpRequest, policy: PolicyDocument, today: date) -> tuple[Seller, list[Seller]]:
    """The seller that the address names, or the first, and all of them; NotThere where it is none of theirs."""
    sellers = list(managed_sellers(request.member).annotate(soon=soon_too_late(policy, today)))
    slug = request.GET.get("seller", "")
    for seller in sellers:
        if slug in ("", seller.slug):
            return seller, sellers
    raise NotThere


def _suspended_until(seller: Seller, now: datetime) -> datetime | None:
    steps = steps_in_force(Whose(MisuseSubject.SELLER, seller.pk), now)
    return max((each.ends_at for each in steps if each.kind == MisuseKind.SUSPENSION), default=None)


def _windows(seller: Seller) -> dict[str, Any]:
    """As last counted; empty before that."""
    rate = getattr(seller, "rate", None)
    return rate.windows if rate is not None else {}


def _figures(
    seller: Seller, headline: Headline, policy: PolicyDocument, now: datetime, *, suspended: bool
) -> dict[str, Any]:
    """What stands beside and below the rate; one query."""
    rate, today = getattr(seller, "rate", None), local_day(now, seller.tenant.zone)
    days = tallied_days(seller, today=today)
    all_time = all_time_of(_windows(seller))
    return {
        "computed_at": rate and rate.computed_at,
        "response_hours": rate and rate.median_response_hours,
        "next_steps": next_steps(headline, days, None if suspended else seller.soon, policy, today),
        "metrics": metrics(days, all_time, policy, today) if all_time.counts.ratings else [],
        # Every seventh day up to today.
        "trend": trend_from({day: each.counts for day, each in days.items()}, today, policy)[::-7],
    }


def _alert(seller: Seller, exact: Any, policy: PolicyDocument) -> dict[str, Any] | None:
    """The standing alert; a rate that is back over its target is said to be."""
    if not seller.alert_level:
        return None
    below = seller.alert_level == "below"
    target = Decimal(target_shown(policy))
    if below and exact is not None and exact >= policy.feedback.target:
        said = say("The rate fell under {target} % and is back above it by less than a point.", target=target)
    elif below:
        said = say("The rate is under the target of {target} %.", target=target)
    else:
        said = say("The rate is less than a point above the target of {target} %.", target=target)
    return {"level": "danger" if below else "warning", "said": said, "since": seller.alert_since}


def _sentiments(here: dict[str, str], chosen: ManagerFilter, seller: Seller) -> list[dict[str, Any]]:
    """Tabs; the numbers are those that count in the rate, so they stand only where nothing else narrows the list."""
    counted = {} if chosen.narrows else _windows(seller).get("lifetime") or {}
    return [
        {
            "label": label,
            "href": _href(here | chosen.query(sentiment=value)) + "#feedback",
            "current": chosen.sentiment == value,
            "count": SPEAKER.number(counted[value]) if value in counted else None,
        }
        for value, label in SENTIMENTS
    ]


def _tabs(sellers: list[Seller], chosen: Seller) -> list[dict[str, Any]]:
    """Only for those who run several."""
    if len(sellers) < 2:
        return []
    return [{"label": each.name, "href": _href({"seller": each.slug}), "current": each == chosen} for each in sellers]


def _href(query: dict[str, str], name: str = "feedback_manager") -> str:
    return f"{reverse(name)}?{urlencode(query)}" if query else reverse(name)
