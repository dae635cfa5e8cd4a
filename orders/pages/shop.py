"""What buyers see of offers: a seller's list, one offer, and the button that orders it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from orders.actions.place_order import MOST_AT_ONCE, place_order
from orders.models import Offer
from orders.offering.offers import Sale, listed_offers_of, public_offer, sale_of
from orders.once import new_key
from orders.pages.offer_words import price_of, promises_of, sale_shown
from orders.paying.ways import ways_to_pay
from orders.queries import runs_seller, seller_of_slug
from policy.phrases import moment_in_words
from policy.saying import say
from tenants.models import Role
from wire.entry import of_a_marketplace
from wire.pages import CursorPages
from wire.refusals import NotThere, Refused
from wire.typed import Typed

PAGES = CursorPages("title", "id")
_FIELDS = {"quantity": say("How many"), "discount_code": say("Discount code")}


@require_safe
@of_a_marketplace
def seller_offers(request: HttpRequest, slug: str) -> HttpResponse:
    seller = seller_of_slug(slug)
    if seller is None:
        raise NotThere
    now, here = timezone.now(), reverse("seller_offers", args=[slug])
    try:
        cut = PAGES.cut(listed_offers_of(seller), cursor=request.GET.get("cursor", ""))
    except Refused:
        return redirect(here)
    page = {
        "seller": seller,
        "rows": [_row(offer, now) for offer in cut.rows],
        "newer_href": f"{here}?cursor={cut.previous}" if cut.previous else "",
        "older_href": f"{here}?cursor={cut.next}" if cut.next else "",
    }
    return render(request, "orders/offers/of_seller.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_marketplace
def offer_page(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """The offer; posting orders it."""
    offer = public_offer(offer_id)
    if request.method == "POST" and request.member is None:
        return redirect(_sign_in(offer))
    typed = Typed.from_post(request.POST, (*_FIELDS, "key"))
    if request.method == "POST":
        try:
            order = place_order(
                tenant=request.tenant,
                by=request.member,
                offer=offer,
                quantity=typed.whole("quantity"),
                discount_code=typed.values["discount_code"],
                now=timezone.now(),
                attempt=typed.values["key"],
            )
        except Refused as refusal:
            typed.refuse(refusal.problems)
        else:
            return redirect("order_pay", order.external_id)
        offer = public_offer(offer_id)
    else:
        typed.values |= {"quantity": "1", "key": new_key()}
    page = {"typed": typed, "errors": typed.summary(_FIELDS), **_shown(request, offer)}
    return render(request, "orders/offers/page.html", page, status=422 if typed.wrong else 200)


def _shown(request: HttpRequest, offer: Offer) -> dict[str, Any]:
    now, member = timezone.now(), request.member
    sale = sale_of(offer, now)
    runs_it = runs_seller(member, offer.seller_id)
    open_to_all = sale is Sale.ON_SALE and bool(ways_to_pay())
    return {
        "offer": offer,
        "price": price_of(offer),
        "sale": sale_shown(offer, now),
        "closed_because": _closed(offer, sale, request.tenant.zone),
        "promises": promises_of(offer),
        "runs_it": runs_it,
        "may_buy": open_to_all and member is not None and member.has_role(Role.BUYER) and not runs_it,
        "most": min(offer.stock or MOST_AT_ONCE, MOST_AT_ONCE),
        "sign_in_href": _sign_in(offer) if open_to_all and member is None else "",
    }


def _closed(offer: Offer, sale: Sale, zone: Any) -> str:
    """Why it cannot be bought now, and what to do; empty where it can."""
    if sale is Sale.PAUSED:
        if offer.paused_until is None:
            return say("The seller has paused this offer and has not said until when. Please look again another day.")
        return say("The seller has paused this offer until {moment}.", moment=moment_in_words(offer.paused_until, zone))
    if sale is Sale.SOLD_OUT:
        return say(
            "All of it is sold or reserved. What is reserved and not paid is free again within half an hour, so it may "
            "be worth looking once more."
        )
    return "" if ways_to_pay() else say("Nothing can be paid on this marketplace yet. Please come back later.")


def _sign_in(offer: Offer) -> str:
    return f"{reverse('account_login')}?next={quote(reverse('offer_page', args=[offer.pk]))}"


def _row(offer: Offer, now: datetime) -> dict[str, Any]:
    return {
        "title": offer.title,
        "href": reverse("offer_page", args=[offer.pk]),
        "description": offer.description,
        "price": price_of(offer),
        "sale": sale_shown(offer, now),
    }
