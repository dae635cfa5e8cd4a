"""The steps of an order's life that either side takes: start, ship, deliver, confirm, cancel, extend, pay back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from orders.actions.answer_refund import answer_refund
from orders.actions.extend_delivery import extend_delivery
from orders.actions.move_order import LONGEST_TRACKING, Step, move_order
from orders.actions.pay_back import LONGEST_REASON, pay_back
from orders.models import Message, Order
from orders.pages.life import steps_of
from orders.paying.payments import refund_in
from orders.paying.refunding import booked_payment, left_to_refund
from orders.permissions import sides_of
from orders.queries import visible_order_with_chat
from policy.phrases import moment_in_words
from policy.saying import say
from wire.entry import for_members
from wire.money import money
from wire.refusals import NotThere, Refused
from wire.typed_times import TypedWithTimes

BUYER, SELLER = Message.Sender.BUYER.value, Message.Sender.SELLER.value
_STEP = {"tracking_number": say("Tracking number"), "reason": say("Why")}
_EXTEND = {"to": say("Done by"), "reason": say("Why")}
_REFUND = {"amount": say("Amount"), "reason": say("Why")}
_SAID = {
    Step.START: say("The buyer sees that you have started."),
    Step.SHIP: say("The buyer sees that it is on its way."),
    Step.DELIVER: say("The buyer is asked to confirm."),
    Step.FINISH: say("The order is finished. You can say how it went."),
    Step.CANCEL: say("The order is canceled."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def order_move(request: HttpRequest, external_id: str, step: str) -> HttpResponse:
    """A page of its own for each step: most are one press on the order's page, and come here where it is refused."""
    if step not in Step._value2member_map_:
        raise NotThere
    order = _of_side(request, external_id, BUYER, SELLER)
    typed = TypedWithTimes.from_post(request.POST, _STEP)
    if request.method == "POST":
        try:
            move_order(
                tenant=request.tenant, by=request.member, order=order, to=step, now=timezone.now(), **typed.values
            )
        except Refused as refusal:
            typed.refuse(refusal.problems)
        else:
            messages.success(request, str(_SAID[Step(step)]))
            return _to(order)
        order = visible_order_with_chat(request.member, external_id)
    side = next(iter(sides_of(request.member, order)))
    page = {
        "order": order,
        "typed": typed,
        "errors": typed.summary(_STEP),
        "step": steps_of(order, side).get(step),
        "side": side,
        "longest_tracking": LONGEST_TRACKING,
        "paid": booked_payment(order),
    }
    return render(request, "orders/pay/move.html", page, status=422 if typed.wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def order_extend(request: HttpRequest, external_id: str) -> HttpResponse:
    order = _of_side(request, external_id, SELLER)
    now, zone = timezone.now(), request.tenant.zone
    typed = TypedWithTimes.from_post(request.POST, _EXTEND)
    if request.method == "POST":
        to = typed.moment("to", zone)
        if not typed.wrong:
            try:
                extend_delivery(
                    tenant=request.tenant,
                    by=request.member,
                    order=order,
                    to=to,
                    reason=typed.values["reason"],
                    now=now,
                )
            except Refused as refusal:
                typed.refuse(refusal.problems)
        if not typed.wrong:
            messages.success(request, str(say("The new time is promised, and the buyer has your message.")))
            return _to(order)
        order = visible_order_with_chat(request.member, external_id)
    promised = order.promised_completion_at
    page = {
        "order": order,
        "typed": typed,
        "errors": typed.summary(_EXTEND),
        "promised": moment_in_words(promised, zone) if promised else "",
        "clock": say(
            "On this marketplace's clock: {zone}", zone=f"{now.astimezone(zone):%Z} ({request.tenant.timezone})"
        ),
    }
    return render(request, "orders/pay/extend.html", page, status=422 if typed.wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def order_refund(request: HttpRequest, external_id: str) -> HttpResponse:
    order = _of_side(request, external_id, SELLER)
    payment = booked_payment(order)
    if payment is None:
        raise NotThere
    typed = TypedWithTimes.from_post(request.POST, (*_REFUND, "left", "all"))
    if request.method == "POST":
        seen = typed.amount("left")
        amount = seen if typed.values["all"] else typed.amount("amount")
        if not typed.wrong:
            _pay_back(request, order, amount, seen, typed)
        if not typed.wrong:
            messages.success(request, str(say("The money is on its way back to the buyer.")))
            return _to(order)
        payment = booked_payment(order)
    left = left_to_refund(payment)
    page = {
        "order": order,
        "typed": typed,
        "errors": typed.summary(_REFUND),
        "left": left,
        "left_text": money(left, order.currency),
        "paid_text": money(payment.total, order.currency),
        "longest": LONGEST_REASON,
    }
    return render(request, "orders/pay/refund.html", page, status=422 if typed.wrong else 200)


def _pay_back(request: HttpRequest, order: Order, amount: Any, seen: Any, typed: TypedWithTimes) -> None:
    try:
        pay_back(
            tenant=request.tenant,
            by=request.member,
            order=order,
            amount=amount,
            reason=typed.values["reason"],
            left=seen,
            now=timezone.now(),
        )
    except Refused as refusal:
        typed.refuse(refusal.problems)


@require_POST
@for_members
def refund_answer(request: HttpRequest, external_id: str, refund_id: UUID) -> HttpResponse:
    """The seller says what became of a refund in trouble; the order's page has the buttons."""
    order = _of_side(request, external_id, SELLER)
    refund = refund_in(order, refund_id)
    try:
        answer_refund(
            tenant=request.tenant,
            by=request.member,
            refund=refund,
            arrived=request.POST.get("answer") == "arrived",
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(say("Thank you. It is noted.")))
    return _to(order)


def _of_side(request: HttpRequest, external_id: str, *sides: str) -> Order:
    """The order, for these sides of it only; to others this page is not there."""
    order = visible_order_with_chat(request.member, external_id)
    if sides_of(request.member, order).isdisjoint(sides):
        raise NotThere
    return order


def _to(order: Order) -> HttpResponse:
    return redirect(reverse("order_page", args=[order.external_id]) + "#life")
