"""The seller gives a compensation: a form of its own, also reached from the order's page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from orders.actions.give_compensation import give_compensation
from orders.models import Message
from orders.once import new_key
from orders.pages.agreements import kinds_of
from orders.pages.typed import decimal_text
from orders.permissions import sides_of
from orders.queries import visible_order_with_chat
from policy.compensations import MAX_DESCRIPTION
from policy.saying import say
from tenants.queries import policy_in_force
from wire.entry import for_members
from wire.refusals import NotThere, Refused
from wire.typed import Typed

_FIELDS = {"kind": say("Kind"), "description": say("What you give"), "amount": say("Amount")}


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def compensation_form(request: HttpRequest, external_id: str) -> HttpResponse:
    order = visible_order_with_chat(request.member, external_id)
    if Message.Sender.SELLER.value not in sides_of(request.member, order):
        raise NotThere
    typed = Typed.from_post(request.POST, [*_FIELDS, "key"])
    if request.method == "POST":
        try:
            given = typed.values | {"amount": decimal_text(typed.values["amount"])}
            give_compensation(tenant=request.tenant, by=request.member, order=order, now=timezone.now(), **given)
        except Refused as refusal:
            typed.refuse(refusal.problems)
        else:
            messages.success(request, str(say("The compensation is noted, and the buyer sees it.")))
            return redirect(reverse("order_page", args=[order.external_id]) + "#compensations")
    page = {
        "order": order,
        "typed": typed,
        "key": typed.values["key"] or new_key(),
        "errors": typed.summary(_FIELDS),
        "kinds": kinds_of(policy_in_force(at=timezone.now()).policy),
        "longest": MAX_DESCRIPTION,
    }
    return render(request, "orders/compensation_form.html", page, status=422 if typed.wrong else 200)
