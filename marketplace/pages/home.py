"""The directory of marketplaces at the base domain; a marketplace's own front page at its host."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from feedback.queries import ratings_of
from feedback.queries.leading import leading_sellers
from feedback.queries.public_face import window_in_words
from orders.queries import purchases_of, reviewable, sellers_run_by
from policy.rate import shown_percent
from policy.saying import say
from tenants.models import Member, Role, Tenant
from tenants.queries import all_tenants, policy_in_force

SELLERS_SHOWN = 24
ORDERS_SHOWN = 5
# Of so many recent purchases those that may still be reviewed are offered.
ORDERS_LOOKED_AT = 30
ABOUT = {
    "game_goods": say("Items and currencies for games, sold by players to players."),
    "game_services": say("Boosting, coaching and other services around games."),
    "retail": say("Goods by many sellers, shipped by them or by the platform."),
    "fulfilment_network": say("Goods by many sellers, stored and shipped by partners."),
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if request.tenant is None:
        return render(request, "marketplace/directory.html", {"marketplaces": _directory(request)})
    return render(request, "marketplace/home.html", _front_page(request))


def _directory(request: HttpRequest) -> list[dict[str, Any]]:
    """Each marketplace with the address at which it answers under this server's scheme and port."""
    port = request.get_port()
    suffix = "" if port in ("80", "443") else f":{port}"
    return [
        {
            "name": tenant.name,
            "about": ABOUT[tenant.preset],
            "host": tenant.host,
            "href": f"{request.scheme}://{tenant.host}{suffix}/",
        }
        for tenant in all_tenants()
    ]


def _front_page(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    sellers = leading_sellers(SELLERS_SHOWN)
    ratings = ratings_of(sellers, now)
    return {
        "about": ABOUT[request.tenant.preset],
        "canonical": request.build_absolute_uri("/"),
        "sellers": [
            {"name": seller.name, "href": reverse("seller_page", args=[seller.slug]), **_line(ratings[seller.pk])}
            for seller in sellers
        ],
        "sellers_shown": SELLERS_SHOWN if len(sellers) == SELLERS_SHOWN else 0,
        "to_review": _to_review(request.tenant, request.member, now),
        "doors": _doors(request.member),
    }


def _line(rating: dict[str, Any]) -> dict[str, Any]:
    """The rate with its base, as components/rate_line.html takes it."""
    counts = rating["windows"][rating["basis"]["window"]]
    share = rating["rate"]
    return {
        "rate": shown_percent(Fraction(share), Fraction(rating["target"])) if share is not None else None,
        "positive": counts["positive"],
        "total": rating["basis"]["ratings"],
        "window": window_in_words(rating["basis"]["window"]),
        "status": rating["status"],
    }


def _to_review(tenant: Tenant, member: Member | None, now: datetime) -> list[dict[str, Any]]:
    if member is None or not member.has_role(Role.BUYER):
        return []
    policy = policy_in_force(at=now).policy
    recent = purchases_of(member).filter(review__isnull=True, closed_at__isnull=False).order_by("-closed_at")
    return [
        {
            "title": order.offer.title if order.offer else say("Order {number}", number=order.external_id),
            "seller": order.seller.name,
            "closed_at": order.closed_at,
            "href": reverse("review_form", args=[order.external_id]),
        }
        for order in recent[:ORDERS_LOOKED_AT]
        if reviewable(order, tenant=tenant, policy=policy, now=now)
    ][:ORDERS_SHOWN]


def _doors(member: Member | None) -> list[dict[str, str]]:
    """Where this member's work lies."""
    doors = []
    if member is None:
        return doors
    if member.has_role(Role.BUYER):
        doors.append({"label": say("Your purchases"), "href": reverse("order_list")})
    if member.has_role(Role.SELLER):
        for seller in sellers_run_by(member)[:3]:
            doors.append({"label": seller.name, "href": reverse("seller_page", args=[seller.slug])})
        doors.append({"label": say("Orders to you"), "href": reverse("seller_orders")})
    if member.at_the_desk:
        doors.append({"label": say("The desk"), "href": reverse("admin:index")})
    return doors
