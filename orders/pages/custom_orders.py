"""Custom orders: the seller makes, lists and takes them back; their buyer comes by the private link."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orders.actions.make_custom_order import make_custom_order
from orders.actions.revoke_custom_order import revoke_custom_order
from orders.actions.take_custom_order import ENDED, take_custom_order
from orders.custom.orders import (
    custom_order_of_seller,
    custom_orders_made_by,
    leads_to_it,
    open_custom_orders,
    status_at,
    taken_as,
    visible_custom_order,
)
from orders.models import CustomOrder, Message, Order
from orders.once import new_key
from orders.pages.custom_cards import promised, row_of
from orders.pages.typed import decimal_text
from orders.pages.words import name_of
from orders.permissions import sides_of
from orders.queries import sellers_run_by, visible_order_with_chat
from orders.telling.sides import page_of
from policy.custom_orders import LONGEST, MAX_DESCRIPTION, MAX_TITLE
from policy.phrases import exact_hours
from policy.saying import say
from policy.terms import CustomOrderStatus
from tenants.queries import policy_in_force
from wire.entry import for_members
from wire.money import money
from wire.pages import CursorPages
from wire.refusals import NotThere, Refused
from wire.typed import Typed

PAGES = CursorPages("-made_at", "-id")
_FIELDS = {
    "title": say("What you offer"),
    "description": say("Description"),
    "amount": say("Price"),
    "currency": say("Currency"),
    "complete_within_hours": say("Done within"),
}
_STILL_TO_PAY = say("The time for this custom order is over. You took it in time, so you can still pay.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def custom_order_form(request: HttpRequest, external_id: str) -> HttpResponse:
    order = visible_order_with_chat(request.member, external_id)
    if Message.Sender.SELLER.value not in sides_of(request.member, order):
        raise NotThere
    typed = Typed.from_post(request.POST, [*_FIELDS, "key"])
    if request.method == "POST":
        hours = typed.values["complete_within_hours"].strip()
        if hours and typed.whole("complete_within_hours") is None:
            typed.errors["complete_within_hours"] = say("Please write whole hours, from 1 to {most}.", most=LONGEST)
        else:
            given = {name: typed.values[name] for name in ("title", "description", "key")}
            try:
                make_custom_order(
                    tenant=request.tenant,
                    by=request.member,
                    order=order,
                    amount=decimal_text(typed.values["amount"]),
                    currency=typed.values["currency"].strip().upper(),
                    complete_within_hours=typed.whole("complete_within_hours") if hours else None,
                    now=timezone.now(),
                    **given,
                )
            except Refused as refusal:
                typed.refuse(refusal.problems)
            else:
                messages.success(request, str(say("The custom order is in the chat, for this buyer alone.")))
                return redirect(reverse("order_page", args=[external_id]) + "#chat-end")
    return _form(request, order, typed)


def _form(request: HttpRequest, order: Order, typed: Typed) -> HttpResponse:
    hours = policy_in_force(at=timezone.now()).policy.orders.custom_order_link_hours
    if not typed.values["key"]:
        typed.values |= {"key": new_key(), "currency": typed.values["currency"] or order.currency}
    page = {
        "order": order,
        "buyer": name_of(order.buyer),
        "typed": typed,
        "errors": typed.summary(_FIELDS),
        "hours": exact_hours(hours) if hours else "",
        "longest": {"title": MAX_TITLE, "description": MAX_DESCRIPTION},
    }
    return render(request, "orders/custom_order_form.html", page, status=422 if typed.wrong else 200)


@require_safe
@for_members
def custom_order_list(request: HttpRequest) -> HttpResponse:
    if not sellers_run_by(request.member).exists():
        raise NotThere
    here, now = reverse("custom_order_list"), timezone.now()
    ended = request.GET.get("show") == "ended"
    rows = custom_orders_made_by(request.member)
    rows = rows.exclude(open_custom_orders(now)) if ended else rows.filter(open_custom_orders(now))
    try:
        cut = PAGES.cut(rows, cursor=request.GET.get("cursor", ""))
    except Refused:
        return redirect(here)
    kept = "show=ended&" if ended else ""
    page = {
        "ended": ended,
        "rows": [row_of(custom, now) for custom in cut.rows],
        "tabs": [
            {"label": say("Open"), "href": here, "current": not ended},
            {"label": say("Ended"), "href": f"{here}?show=ended", "current": ended},
        ],
        "newer_href": f"{here}?{kept}cursor={cut.previous}" if cut.previous else "",
        "older_href": f"{here}?{kept}cursor={cut.next}" if cut.next else "",
    }
    return render(request, "orders/custom_order_list.html", page)


@require_POST
@for_members
def custom_order_revoke(request: HttpRequest, custom_order_id: UUID) -> HttpResponse:
    custom = custom_order_of_seller(request.member, custom_order_id)
    try:
        revoke_custom_order(tenant=request.tenant, by=request.member, custom_order=custom, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, str(say("The custom order is taken back. Its link leads nowhere any more.")))
    return redirect("custom_order_list")


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def custom_order_page(request: HttpRequest, token: str) -> HttpResponse:
    custom, now = visible_custom_order(request.member, token), timezone.now()
    if not leads_to_it(custom, now):
        return _ended(request, custom, status_at(custom, now))
    if request.method == "POST":
        try:
            order = take_custom_order(tenant=request.tenant, by=request.member, custom_order=custom, now=now)
        except Refused:
            # Somebody was quicker: the seller took it back, or its time ended while the button was pressed.
            custom = visible_custom_order(request.member, token)
            return _ended(request, custom, status_at(custom, now))
        return redirect(_pay_href(order))
    order = taken_as(custom)
    page: dict[str, Any] = {
        "custom": custom,
        "price": money(custom.amount, custom.currency),
        "promised": promised(custom),
        "left": custom.expires_at - now,
        "seconds": int((custom.expires_at - now).total_seconds()),
        "pay_href": _pay_href(order) if order else "",
        "chat_href": f"{page_of(custom.made_in)}#chat" if custom.made_in else "",
    }
    return render(request, "orders/custom_order.html", page)


def _pay_href(order: Order) -> str:
    return reverse("order_pay", args=[order.external_id])


def _ended(request: HttpRequest, custom: CustomOrder, status: CustomOrderStatus) -> HttpResponse:
    """410: it was there for this buyer, and is over. One that waits to be paid leads to its order."""
    order = taken_as(custom)
    reason = ENDED.get(status) or _STILL_TO_PAY
    page = {"reason": reason, "order_href": reverse("order_page", args=[order.external_id]) if order else ""}
    return render(request, "errors/410.html", page, status=410)
