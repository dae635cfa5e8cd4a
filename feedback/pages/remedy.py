"""One remedy on a page of its own: where the desk's forms are sent, and where what was refused is shown again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from feedback.actions.take_remedy import take_remedy
from feedback.pages.prevention_words import DONE
from feedback.pages.remedy_forms import (
    FIELDS,
    as_typed,
    form_of_all,
    form_of_offer,
    form_of_order,
    typed_into,
    words_of,
)
from feedback.queries.remedies import settled_at
from orders.preventing.at_work import offer_sold_by, order_sold_by
from orders.queries import sellers_run_by
from orders.telling.sides import name_of, page_of
from policy.prevention import OF_OFFERS, OF_ORDERS, RemedyKind, risk_met
from policy.saying import say
from tenants.queries import policy_in_force
from wire.entry import for_members
from wire.refusals import NotThere, Refused

if TYPE_CHECKING:
    from orders.models import Seller

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@for_members
def remedy_order(request: HttpRequest, order_id: UUID, kind: str) -> HttpResponse:
    kind, now = _kind(kind, OF_ORDERS), timezone.now()
    found = order_sold_by(request.member, order_id, settled_at=settled_at(), now=now)
    policy = policy_in_force(at=now).policy
    form = form_of_order(kind, found, policy, now, request.tenant.zone)
    if kind is RemedyKind.COMPENSATION and not form["kinds"]:
        raise NotThere
    about = {"order": found.order, "risk": risk_met(kind, found.reasons)}
    page = {"about": name_of(found.order), "about_href": page_of(found.order)}
    return _answer(request, kind, found.order.seller, about, form, page)


@require_http_methods(METHODS)
@for_members
def remedy_offer(request: HttpRequest, offer_id: UUID, kind: str) -> HttpResponse:
    kind, now = _kind(kind, OF_OFFERS), timezone.now()
    found = offer_sold_by(request.member, offer_id, now=now)
    form = form_of_offer(kind, found.offer, now, request.tenant.zone)
    about = {"offer": found.offer, "risk": risk_met(kind, found.reasons)}
    page = {"about": found.offer.title, "about_href": reverse("offer_edit", args=[found.offer.pk])}
    return _answer(request, kind, found.offer.seller, about, form, page)


@require_http_methods(METHODS)
@for_members
def pause_everything(request: HttpRequest) -> HttpResponse:
    """All offers of one of the member's sellers, for going offline."""
    seller = _seller(request, request.GET.get("seller", ""))
    href = f"{reverse('pause_everything')}?{urlencode({'seller': seller.slug})}"
    form = form_of_all(href, timezone.now(), request.tenant.zone)
    page = {"about": seller.name, "about_href": reverse("offer_list")}
    return _answer(request, RemedyKind.PAUSE_ALL, seller, {}, form, page)


def _answer(
    request: HttpRequest,
    kind: RemedyKind,
    seller: Seller,
    about: Mapping[str, Any],
    form: dict[str, Any],
    page: dict[str, Any],
) -> HttpResponse:
    desk = f"{reverse('prevention')}?{urlencode({'seller': seller.slug})}"
    typed = typed_into(kind, request.POST)
    if request.method == "POST":
        words = words_of(kind, typed, request.tenant.zone)
        if not typed.wrong:
            who = {"tenant": request.tenant, "by": request.member, "seller": seller, "now": timezone.now()}
            try:
                take_remedy(**who, **about, kind=kind, words=words, key=typed.values["key"])
            except Refused as refusal:
                typed.refuse(refusal.problems)
        if not typed.wrong:
            messages.success(request, str(DONE[kind]))
            return redirect(desk)
        form = as_typed(form, kind, typed)
    # On a page of its own the fields are those that the list of errors leads to.
    form["prefix"] = "id_"
    page |= {"form": form, "errors": typed.summary(FIELDS[kind]), "desk": desk, "seller": seller, "lead": _LEADS[kind]}
    return render(request, "feedback/remedy.html", page, status=422 if typed.wrong else 200)


def _kind(name: str, known: tuple[RemedyKind, ...]) -> RemedyKind:
    if name not in {kind.value for kind in known}:
        raise NotThere
    return RemedyKind(name)


def _seller(request: HttpRequest, slug: str) -> Seller:
    """The one that the address names, or the first; NotThere where it is none of theirs."""
    for seller in sellers_run_by(request.member).order_by("name", "pk"):
        if slug in ("", seller.slug):
            return seller
    raise NotThere


_LEADS = {
    RemedyKind.DELAY_NOTICE: say("It goes into the order's chat, so that the buyer hears of the delay from you."),
    RemedyKind.ANSWER: say("It goes into the order's chat."),
    RemedyKind.NO_ANSWER: say("The buyer's last message is taken off the desk. Nothing is sent."),
    RemedyKind.EXTEND_DELIVERY: say(
        "The buyer reads the new time and the reason in the chat. The earlier promise stays in the order's record."
    ),
    RemedyKind.COMPENSATION: say("The buyer sees it on the order's page. Nothing may be asked for it."),
    RemedyKind.SET_STOCK: say("Buyers see at once whether it can be had. Leave it empty where nothing is counted."),
    RemedyKind.PAUSE_OFFER: say("While it is paused nobody can order it. Orders that run already go on."),
    RemedyKind.PAUSE_ALL: say(
        "For when you are away: nothing that you sell can be ordered meanwhile. Orders that run already go on, and a "
        "pause that an offer has at another time stays as it is."
    ),
}
