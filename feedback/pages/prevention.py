"""The prevention desk: what is at risk now, what went before bad reviews, and how orders ended that were at risk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from feedback.pages.prevention_figures import causes_shown, ends_shown
from feedback.pages.prevention_words import TAKEN, reason_shown, why_of_offer, why_of_order
from feedback.pages.remedy_forms import forms_of_offer, forms_of_order
from feedback.queries.bad_reviews import offers_behind, went_before
from feedback.queries.causes import added_up, causes_a_day
from feedback.queries.remedies import ends_of_orders_at_risk, remedied_since, remedies_of, settled_at
from orders.preventing.at_work import MOST_ORDERS, offers_in_danger, orders_in_danger
from orders.queries import sellers_run_by
from orders.telling.sides import name_of, page_of
from policy import prevention as rules
from policy.document import PolicyDocument
from policy.prevention import RemedyKind
from policy.saying import say
from policy.windows import local_day
from tenants.queries import policy_in_force
from wire.entry import for_members
from wire.refusals import NotThere

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from feedback.models import Remedy
    from orders.models import Seller
    from orders.preventing.at_work import OfferInDanger, OrderInDanger

SHOWN = 30
"""Lines with their forms; the rest is counted and named."""
LATEST = 10


@require_safe
@for_members
def prevention(request: HttpRequest) -> HttpResponse:
    sellers = list(sellers_run_by(request.member).select_related("tenant").order_by("name", "pk"))
    seller = _chosen(sellers, request.GET.get("seller", ""))
    now, zone = timezone.now(), request.tenant.zone
    policy = policy_in_force(at=now).policy
    orders, cut = orders_in_danger(seller, now=now, settled_at=settled_at())
    done = remedied_since([found.order.pk for found in orders[:SHOWN]])
    named = urlencode({"seller": seller.slug})
    page = {
        "seller": seller,
        "tabs": _tabs(sellers, seller),
        "orders": [_order(found, done, policy, now, zone) for found in orders[:SHOWN]],
        "at_risk": len(orders),
        "beyond": len(orders) - SHOWN,
        "cut": cut,
        "most": MOST_ORDERS,
        "offers": [_offer(found, now, zone) for found in offers_in_danger(seller, now=now)],
        "pause_href": f"{reverse('pause_everything')}?{named}",
        "causes_href": f"{reverse('causes')}?{named}",
        "causes": _causes(seller, now),
        "ends": ends_shown(ends_of_orders_at_risk(seller, now=now)),
        "taken": [_taken(remedy) for remedy in remedies_of(seller)[:LATEST]],
        "rules": rules,
    }
    return render(request, "feedback/prevention.html", page)


def _causes(seller: Seller, now: datetime) -> dict[str, Any]:
    today = local_day(now, seller.tenant.zone)
    since = today - rules.LOOKED_BACK + rules.DUE_SOON
    criteria = added_up(causes_a_day(seller, since=since).values())
    offers, looked_at = offers_behind(seller, now=now)
    return causes_shown(criteria, went_before(seller, now=now), offers, looked_at)


def _order(
    found: OrderInDanger,
    done: dict[UUID, tuple[str, datetime]],
    policy: PolicyDocument,
    now: datetime,
    zone: tzinfo,
) -> dict[str, Any]:
    order = found.order
    kind, at = done.get(order.pk, ("", None))
    return {
        "title": name_of(order),
        "number": order.external_id,
        "href": page_of(order),
        "buyer": order.buyer.name or order.buyer.external_id or say("The buyer"),
        "placed_at": order.placed_at,
        "reasons": [reason_shown(each, why_of_order(each, found.facts, now, zone), now) for each in found.reasons],
        "done": TAKEN[RemedyKind(kind)] if kind else "",
        "done_at": at,
        "forms": forms_of_order(found, policy, now, zone),
    }


def _offer(found: OfferInDanger, now: datetime, zone: tzinfo) -> dict[str, Any]:
    return {
        "title": found.offer.title,
        "href": reverse("offer_edit", args=[found.offer.pk]),
        "reasons": [reason_shown(each, why_of_offer(each, found.facts, zone), now) for each in found.reasons],
        "forms": forms_of_offer(found, now, zone),
    }


def _taken(remedy: Remedy) -> dict[str, Any]:
    if remedy.order is not None:
        about, href = name_of(remedy.order), page_of(remedy.order)
    elif remedy.offer is not None:
        about, href = remedy.offer.title, reverse("offer_edit", args=[remedy.offer_id])
    else:
        about, href = "", ""
    return {
        "what": TAKEN[RemedyKind(remedy.kind)],
        "about": about,
        "href": href,
        "by": remedy.taken_by.name,
        "at": remedy.taken_at,
    }


def _chosen(sellers: list[Seller], slug: str) -> Seller:
    """The one that the address names, or the first; NotThere where it is none of theirs."""
    for seller in sellers:
        if slug in ("", seller.slug):
            return seller
    raise NotThere


def _tabs(sellers: list[Seller], chosen: Seller) -> list[dict[str, object]]:
    """Only for those who run several."""
    if len(sellers) < 2:
        return []
    here = reverse("prevention")
    return [
        {"label": each.name, "href": f"{here}?{urlencode({'seller': each.slug})}", "current": each == chosen}
        for each in sellers
    ]
