"""A seller's team: who runs it, taking in a colleague, and letting one go."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from orders.actions.seat_colleague import seat_colleague
from orders.actions.unseat_colleague import unseat_colleague
from orders.models import Seller
from orders.queries import sellers_run_by
from orders.sellers.teams import seats_of
from policy.saying import say
from wire.entry import for_members
from wire.ids import read_id
from wire.refusals import NotThere, Refused
from wire.typed import Typed


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def team(request: HttpRequest) -> HttpResponse:
    sellers = list(sellers_run_by(request.member).order_by("name", "pk"))
    seller = _chosen(sellers, request.GET.get("seller", ""))
    here = f"{reverse('team')}?{urlencode({'seller': seller.slug})}"
    typed = Typed.from_post(request.POST, ("email",))
    if request.method == "POST":
        try:
            said, leads_to = _act(request, seller, typed), here
        except Refused as refusal:
            typed.refuse(refusal.problems)
        else:
            messages.success(request, str(said))
            if not sellers_run_by(request.member).filter(pk=seller.pk).exists():
                leads_to = reverse("home")
            return redirect(leads_to)
    seats = list(seats_of(seller))
    page = {
        "seller": seller,
        "seats": [_shown(seat.member, seat.pk, request.member.pk) for seat in seats],
        "alone": len(seats) == 1,
        "typed": typed,
        "errors": typed.summary({"email": say("E-mail address")}),
        "tabs": _tabs(sellers, seller),
        "here": here,
    }
    return render(request, "orders/team.html", page, status=422 if typed.wrong else 200)


def _act(request: HttpRequest, seller: Seller, typed: Typed) -> str:
    """What was done, as a sentence."""
    asked = {"tenant": request.tenant, "by": request.member, "seller": seller, "now": timezone.now()}
    if "remove" in request.POST:
        member = unseat_colleague(seat_id=read_id(request.POST["remove"]), **asked)
        if member.pk == request.member.pk:
            return say("You do not run {seller} any more.", seller=seller.name)
        return say("{member} does not run {seller} any more.", member=member, seller=seller.name)
    seat = seat_colleague(email=typed.values["email"], **asked)
    return say("{member} runs {seller} now.", member=seat.member, seller=seller.name)


def _shown(member: Any, seat_id: Any, own: Any) -> dict[str, Any]:
    return {"id": seat_id, "name": str(member), "email": member.email, "you": member.pk == own}


def _chosen(sellers: list[Seller], slug: str) -> Seller:
    """The one that the address names, or the first; NotThere where it is none of theirs."""
    for seller in sellers:
        if slug in ("", seller.slug):
            return seller
    raise NotThere


def _tabs(sellers: list[Seller], chosen: Seller) -> list[dict[str, Any]]:
    """Only for those who run several."""
    if len(sellers) < 2:
        return []
    return [
        {
            "label": each.name,
            "href": f"{reverse('team')}?{urlencode({'seller': each.slug})}",
            "current": each == chosen,
        }
        for each in sellers
    ]
