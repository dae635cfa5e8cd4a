"""A fulfilment partner's public page: its rate, the reviews for which it answers, and its penalty points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from feedback.models import Review
from feedback.pages.cards import Card, card_of, drawn
from feedback.pages.seller_figures import page_figures
from feedback.queries import reviews_attributed_to, sight_of, strikes_of
from feedback.queries.partner_rating import partner_rating, partner_windows, penalties_of
from orders.queries import partner_of_slug, runs_partner
from policy.responsibility import RESPONSIBILITIES
from policy.saying import joined, say
from policy.terms import FeedbackType
from tenants.models import Member
from tenants.queries import policy_in_force
from wire.entry import of_a_marketplace
from wire.pages import CursorPages
from wire.refusals import NotThere, Refused

ON_ONE_PAGE = 20


@require_safe
@of_a_marketplace
def partner_page(request: HttpRequest, slug: str) -> HttpResponse:
    partner = partner_of_slug(slug)
    if partner is None:
        raise NotThere
    member, now = request.member, timezone.now()
    version = policy_in_force(at=now)
    rows = reviews_attributed_to(partner)
    try:
        cut = CursorPages("-published_at", "-id").cut(rows, cursor=request.GET.get("cursor", ""), size=ON_ONE_PAGE)
    except Refused:
        return redirect(request.path)
    strikes = strikes_of(cut.rows)
    windows = partner_windows(partner, version.policy, now)
    figures = page_figures(partner_rating(partner, windows, version.policy), windows, version.policy)
    page: dict[str, Any] = {
        "partner": partner,
        "runs_it": member is not None and runs_partner(member, partner),
        "figures": figures,
        "version": version,
        "computed_at": now,
        "cards": [drawn(_card(review, member, strikes.get(review.pk))) for review in cut.rows],
        "newer": f"{request.path}?cursor={cut.previous}" if cut.previous else "",
        "older": f"{request.path}?cursor={cut.next}" if cut.next else "",
    }
    names_orders = member is not None and (page["runs_it"] or member.at_the_desk)
    page["penalties"] = _by_type(penalties_of(partner), names_orders=names_orders)
    page["points"] = sum(each["points"] for each in page["penalties"])
    page["names_orders"] = names_orders
    return render(request, "feedback/partner_page.html", page)


def _card(review: Review, member: Member | None, strikes: Mapping[str, str] | None) -> Card:
    """The review as everyone reads it, and of which seller it was."""
    card = card_of(review, sight_of(member, review), strikes=strikes)
    sold_by = say("sold by {seller}", seller=review.seller.name)
    return replace(card, subject=joined(card.subject, sold_by, by=", "))


def _by_type(penalties: list[dict[str, Any]], *, names_orders: bool) -> list[dict[str, Any]]:
    """Penalty points by the type of feedback; which orders they are of is for the partner's side and the desk."""

    def kind(each: dict[str, Any]) -> str:
        return each["feedback_type"]

    found = []
    for key, group in groupby(sorted(penalties, key=kind), key=kind):
        rows = list(group)
        found.append(
            {
                "name": RESPONSIBILITIES[FeedbackType(key)].name,
                "times": len(rows),
                "points": sum(each["points"] for each in rows),
                "last_at": max(each["at"] for each in rows),
                "orders": [each["order"] for each in rows] if names_orders else [],
            }
        )
    return sorted(found, key=lambda row: -row["points"])
