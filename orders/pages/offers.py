"""A seller's offers: the list, the form for one, and its pause."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from orders.actions.go_on_with_offer import go_on_with_offer
from orders.actions.pause_offer import pause_offer
from orders.actions.put_offer import put_offer
from orders.models import Offer, Seller
from orders.numbers import number_candidates
from orders.offering.facts import LONGEST_DESCRIPTION, LONGEST_TITLE
from orders.offering.offers import offer_run_by, offers_run_by, unfinished_with
from orders.once import new_key
from orders.pages.offer_words import pause_in_words, price_of, sale_shown, stock_in_words
from orders.queries import sellers_run_by
from policy.saying import say, say_number
from tenants.models import Role
from wire.entry import for_members
from wire.pages import CursorPages
from wire.refusals import NotThere, Refused
from wire.typed_times import TypedWithTimes

PAGES = CursorPages("title", "id")
_FIELDS = {
    "seller": say("Seller"),
    "title": say("Title"),
    "description": say("Description"),
    "price": say("Price"),
    "currency": say("Currency"),
    "stock": say("How many are left"),
    "start_within_hours": say("Work starts within"),
    "complete_within_hours": say("Done within"),
    "listed": say("On sale"),
}
_HIDDEN = ("version", "stock_seen", "key")
_PAUSE = {"from_": say("From"), "until": say("Until")}


@require_safe
@for_members
def offer_list(request: HttpRequest) -> HttpResponse:
    if not request.member.has_role(Role.SELLER):
        raise NotThere
    now, here = timezone.now(), reverse("offer_list")
    try:
        cut = PAGES.cut(offers_run_by(request.member), cursor=request.GET.get("cursor", ""))
    except Refused:
        return redirect(here)
    page = {
        "rows": [_row(offer, request, now) for offer in cut.rows],
        "newer_href": f"{here}?cursor={cut.previous}" if cut.previous else "",
        "older_href": f"{here}?cursor={cut.next}" if cut.next else "",
    }
    return render(request, "orders/offers/list.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def offer_new(request: HttpRequest) -> HttpResponse:
    sellers = list(sellers_run_by(request.member).order_by("name", "id"))
    if not sellers:
        raise NotThere
    typed = TypedWithTimes.from_post(request.POST, (*_FIELDS, *_HIDDEN))
    if request.method == "POST":
        chosen = {str(seller.pk): seller for seller in sellers}
        seller = chosen.get(typed.values["seller"], sellers[0] if len(sellers) == 1 else None)
        if seller is None:
            typed.errors["seller"] = say("Please choose who sells it.")
        else:
            external_id = next(number_candidates("OF-", f"{request.member.pk} {typed.values['key']}"))
            if (offer := _put(request, typed, seller, external_id)) is not None:
                messages.success(request, str(say("Your offer is kept.")))
                return redirect("offer_edit", offer.pk)
    else:
        typed.values |= {"key": new_key(), "listed": "on", "seller": str(sellers[0].pk)}
    options = [{"value": str(seller.pk), "label": seller.name} for seller in sellers]
    return _form(request, typed, {"sellers": options if len(options) > 1 else [], "title": say("A new offer")})


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def offer_edit(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    offer = offer_run_by(request.member, offer_id)
    typed = TypedWithTimes.from_post(request.POST, (*_FIELDS, *_HIDDEN))
    if request.method == "POST":
        if _put(request, typed, offer.seller, offer.external_id) is not None:
            messages.success(request, str(say("Your changes are kept.")))
            return redirect("offer_edit", offer.pk)
        offer = offer_run_by(request.member, offer_id)
        if not typed.errors.keys() - {"stock"}:
            # What was refused because it is old is sent again against what is there now.
            typed.values |= {"version": str(offer.version), "stock_seen": _text(offer.stock)}
    else:
        typed.values |= _standing(offer)
    now = timezone.now()
    page = {
        "offer": offer,
        "title": offer.title,
        "sale": sale_shown(offer, now),
        "pause": pause_in_words(offer, now, request.tenant.zone),
        "running": say_number(
            "{number} order of it at work now.", "{number} orders of it at work now.", unfinished_with(offer)
        ),
    }
    return _form(request, typed, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def offer_pause(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    offer = offer_run_by(request.member, offer_id)
    now, zone = timezone.now(), request.tenant.zone
    typed = TypedWithTimes.from_post(request.POST, (*_PAUSE, "version", "act"))
    if request.method == "POST":
        said = _paused(request, offer, typed)
        if not typed.wrong:
            messages.success(request, str(said))
            return redirect("offer_edit", offer.pk)
        offer = offer_run_by(request.member, offer_id)
    page = {
        "offer": offer,
        "typed": typed,
        "errors": typed.summary(_PAUSE),
        "pause": pause_in_words(offer, now, zone),
        "running": say_number(
            "Orders that run already go on: {number} order now.",
            "Orders that run already go on: {number} orders now.",
            unfinished_with(offer),
        ),
        "clock": say(
            "On this marketplace's clock: {zone}", zone=f"{now.astimezone(zone):%Z} ({request.tenant.timezone})"
        ),
    }
    return render(request, "orders/offers/pause.html", page, status=422 if typed.wrong else 200)


def _paused(request: HttpRequest, offer: Offer, typed: TypedWithTimes) -> str:
    now, zone = timezone.now(), request.tenant.zone
    who = {"tenant": request.tenant, "by": request.member, "offer": offer, "now": now}
    try:
        if typed.values["act"] == "go_on":
            go_on_with_offer(**who, version=typed.whole("version"))
            return say("Your offer goes on.")
        times = {name: typed.moment(name, zone) for name in _PAUSE}
        if typed.values["act"] == "now":
            times = {"from_": None, "until": None}
            typed.errors.clear()
        if not typed.wrong:
            held = pause_offer(**who, **times, version=typed.whole("version"))
            return pause_in_words(held, now, zone) or say("Your offer is paused.")
    except Refused as refusal:
        typed.refuse(refusal.problems)
    return ""


def _put(request: HttpRequest, typed: TypedWithTimes, seller: Seller, external_id: str) -> Offer | None:
    """The offer as it was typed; None where something is wrong with it."""
    facts: dict[str, Any] = {name: typed.values[name] for name in ("title", "description", "currency")}
    facts["price"] = typed.amount("price")
    facts |= {name: typed.number(name) for name in ("stock", "start_within_hours", "complete_within_hours")}
    facts["listed"] = typed.values["listed"] == "on"
    if typed.wrong:
        return None
    try:
        offer, _new, _changed = put_offer(
            tenant=request.tenant,
            by=request.member,
            seller=seller,
            external_id=external_id,
            facts=facts,
            version=typed.whole("version"),
            stock_seen=typed.whole("stock_seen"),
            now=timezone.now(),
        )
    except Refused as refusal:
        typed.refuse(refusal.problems)
        return None
    return offer


def _form(request: HttpRequest, typed: TypedWithTimes, page: dict[str, Any]) -> HttpResponse:
    page |= {
        "typed": typed,
        "errors": typed.summary(_FIELDS),
        "longest_title": LONGEST_TITLE,
        "longest_description": LONGEST_DESCRIPTION,
    }
    return render(request, "orders/offers/form.html", page, status=422 if typed.wrong else 200)


def _standing(offer: Offer) -> dict[str, str]:
    names = ("title", "description", "price", "currency", "stock", "start_within_hours", "complete_within_hours")
    values = {name: _text(getattr(offer, name)) for name in names}
    return values | {
        "listed": "on" if offer.listed else "",
        "version": str(offer.version),
        "stock_seen": _text(offer.stock),
    }


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _row(offer: Offer, request: HttpRequest, now: Any) -> dict[str, Any]:
    return {
        "title": offer.title,
        "href": reverse("offer_edit", args=[offer.pk]),
        "pause_href": reverse("offer_pause", args=[offer.pk]) if offer.listed else "",
        "pause_label": say("Go on, or pause for longer") if offer.is_paused(now) else say("Pause"),
        "sale": sale_shown(offer, now),
        "price": price_of(offer),
        "stock": stock_in_words(offer) if offer.listed or offer.stock is not None else "",
        "running": say_number("{number} running order", "{number} running orders", offer.running)
        if offer.running
        else "",
        "pause": pause_in_words(offer, now, request.tenant.zone),
        "seller": offer.seller.name,
    }
