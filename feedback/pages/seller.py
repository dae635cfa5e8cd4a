"""A seller's public page: the rate and how it comes about, and the reviews it is counted from."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from feedback.pages.cards import card_of, drawn
from feedback.pages.review_filter import ReviewFilter
from feedback.pages.seller_actions import seller_actions
from feedback.pages.seller_figures import page_figures
from feedback.pages.structured_data import shared_as, structured_data
from feedback.queries import sight_of, strikes_of, trend_of
from feedback.queries.figures import windows_of_parts
from feedback.queries.public_face import face_of_row
from feedback.queries.rating import rating
from feedback.queries.seller_page import LOOKED_AT, reviews_on_page, seller_with_rate
from orders.queries import runs_seller
from policy.windows import local_day
from tenants.queries import policy_in_force
from wire.entry import of_a_marketplace
from wire.pages import CursorPages
from wire.refusals import NotThere, Refused

ON_ONE_PAGE = 20
# Drawn figures, kept in this process: the key names the computation they were drawn from.
_drawn_figures = LocMemCache("seller-figures", {"TIMEOUT": 86_400, "OPTIONS": {"MAX_ENTRIES": 500}})


@require_safe
@of_a_marketplace
def seller_page(request: HttpRequest, slug: str) -> HttpResponse:
    seller = seller_with_rate(slug)
    if seller is None:
        raise NotThere
    # At hand already, so nothing below asks for it again.
    seller.tenant = request.tenant
    member, now = request.member, timezone.now()
    policy = policy_in_force(at=now)
    runs_it = member is not None and runs_seller(member, seller)
    chosen = ReviewFilter.from_get(request.GET, for_seller=runs_it)
    rows, older_left_out = reviews_on_page(seller, member=member, wanted=chosen.wanted(now))
    try:
        cut = CursorPages("-published_at", "-id").cut(rows, cursor=request.GET.get("cursor", ""), size=ON_ONE_PAGE)
    except Refused:
        return redirect(f"{request.path}?{urlencode(chosen.query())}")
    strikes = strikes_of(cut.rows)
    cards = [
        card_of(
            review,
            sight_of(member, review, runs_it=runs_it),
            strikes=strikes.get(review.pk),
            actions=seller_actions(review, policy.policy) if runs_it else (),
        )
        for review in cut.rows
    ]
    page: dict[str, Any] = {
        "seller": seller,
        "runs_it": runs_it,
        "cards": [drawn(card) for card in cards],
        "chosen": chosen,
        "filter_fields": chosen.fields(),
        "newer": _href(request, chosen, cut.previous),
        "older": _href(request, chosen, cut.next),
        "reset_href": request.path if chosen else "",
        "looked_at": LOOKED_AT if older_left_out else 0,
    }
    if request.headers.get("HX-Target") == "reviews":
        response = render(request, "feedback/seller_reviews.html", page)
    else:
        page["figures"] = _figures(request, seller, policy, now)
        face = face_of_row(seller, getattr(seller, "rate", None), policy.policy)
        page["shared"] = shared_as(request, seller, face)
        # Of a part of the list searches keep nothing; the whole begins at the page's own address.
        page["narrowed"] = bool(chosen) or "cursor" in request.GET
        page["structured"] = structured_data(request, seller, face, cards)
        response = render(request, "feedback/seller_page.html", page)
    patch_vary_headers(response, ["HX-Target"])
    return response


def _figures(request: HttpRequest, seller: Any, version: Any, now: Any) -> SafeString:
    """Everything above the reviews. What is drawn depends on nothing but what the key names."""
    rate = getattr(seller, "rate", None)
    drawn_from = (
        seller.pk,
        local_day(now, request.tenant.zone),
        rate and (rate.version, rate.computed_at, rate.counted_on),
        version.pk,
        seller.name,
        get_language(),
        timezone.get_current_timezone_name(),
    )
    key = sha256(repr(drawn_from).encode()).hexdigest()
    html = _drawn_figures.get(key)
    if html is None:
        windows = rate.windows if rate is not None and rate.windows else windows_of_parts({})
        shown = rating(seller, windows, version.policy, computed_at=None, version=None)
        figures = page_figures(shown, windows, version.policy)
        html = render_to_string(
            "feedback/seller_figures.html",
            {
                "figures": figures,
                # Every seventh day up to today.
                "trend": trend_of(seller, now, version.policy)[::-7],
                "seller": seller,
                "computed_at": rate and rate.computed_at,
                "version": version,
                "tenant": request.tenant,
            },
        )
        if rate is not None:
            _drawn_figures.set(key, html)
    return mark_safe(html)  # noqa: S308 - escaped by its template


def _href(request: HttpRequest, chosen: ReviewFilter, cursor: str) -> str:
    return f"{request.path}?{urlencode({**chosen.query(), 'cursor': cursor})}" if cursor else ""
