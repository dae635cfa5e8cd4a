"""Lists of orders: what a buyer bought, what came in at the sellers that a member runs."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from orders.models import Order
from orders.pages.words import amount_of, name_of, status_choices
from orders.queries import purchases_of, review_of, reviewable, sales_of, sellers_run_by
from policy.document import PolicyDocument
from policy.saying import say
from policy.terms import OrderStatus
from tenants.models import Role
from tenants.queries import policy_in_force
from wire.entry import for_members
from wire.pages import CursorPages, Cut
from wire.refusals import Refused

PAGES = CursorPages("-placed_at", "-id")


@require_safe
@for_members
def purchases(request: HttpRequest) -> HttpResponse:
    return _list(request, purchases_of(request.member), side="buyer")


@require_safe
@for_members
def sales(request: HttpRequest) -> HttpResponse:
    return _list(request, sales_of(request.member), side="seller")


def _list(request: HttpRequest, orders: QuerySet[Order], *, side: str) -> HttpResponse:
    here = reverse("order_list" if side == "buyer" else "seller_orders")
    status = request.GET.get("status", "")
    if status in OrderStatus._value2member_map_:
        orders = orders.filter(status=status)
    else:
        status = ""
    try:
        cut = PAGES.cut(orders, cursor=request.GET.get("cursor", ""))
    except Refused:
        return redirect(here)
    policy = policy_in_force(at=timezone.now()).policy
    page = {
        "side": side,
        "title": say("Your purchases") if side == "buyer" else say("Orders to you"),
        "rows": [_row(request, order, side, policy) for order in cut.rows],
        "status": status,
        "here": here,
        "filter_fields": [
            {"name": "status", "label": say("Status"), "value": status, "options": status_choices(say("All orders"))}
        ],
        "tabs": _tabs(request, side),
        **_beside(here, status, cut),
    }
    return render(request, "orders/order_list.html", page)


def _row(request: HttpRequest, order: Order, side: str, policy: PolicyDocument) -> dict[str, Any]:
    review = review_of(order)
    may_review = side == "buyer" and reviewable(order, tenant=request.tenant, policy=policy, now=timezone.now())
    return {
        "title": order.offer.title if order.offer else say("Order {number}", number=order.external_id),
        "href": reverse("order_page", args=[order.external_id]),
        "other": say("from {seller}", seller=order.seller.name)
        if side == "buyer"
        else say("to {buyer}", buyer=name_of(order.buyer)),
        "order": order,
        "amount": amount_of(order),
        "review": review,
        # Their own page and form are one press away; whoever sold reads the review on its order.
        "review_href": f"/reviews/{review.pk}" if review is not None and side == "buyer" else "",
        "form_href": f"/orders/{quote(order.external_id, safe='')}/review" if may_review else "",
    }


def _tabs(request: HttpRequest, side: str) -> list[dict[str, Any]]:
    """Only for those who both buy and sell."""
    member = request.member
    sells = side == "seller" or (member.has_role(Role.SELLER) and sellers_run_by(member).exists())
    if not (sells and member.has_role(Role.BUYER)):
        return []
    return [
        {"label": say("Your purchases"), "href": reverse("order_list"), "current": side == "buyer"},
        {"label": say("Orders to you"), "href": reverse("seller_orders"), "current": side == "seller"},
    ]


def _beside(here: str, status: str, cut: Cut) -> dict[str, str]:
    def address(cursor: str) -> str:
        kept = f"status={status}&" if status else ""
        return f"{here}?{kept}cursor={cursor}" if cursor else ""

    return {"newer_href": address(cut.previous), "older_href": address(cut.next)}
