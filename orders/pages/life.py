"""What an order's page shows of its life: the next steps of the reader's side, the money, and each promise made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from orders.actions.extend_delivery import RUNNING
from orders.actions.move_order import Step
from orders.models import Message, Order, Payment, Refund
from orders.moving import placed_here
from orders.paying.payments import refunds_of
from orders.paying.refunding import ASKED, booked_payment, in_readers_words, left_to_refund
from policy.saying import say
from policy.terms import OrderStatus
from policy.time_limits import confirming
from tenants.models import Tenant
from tenants.queries import policy_in_force
from wire.money import money

BUYER, SELLER = Message.Sender.BUYER.value, Message.Sender.SELLER.value

# (label, what it means, how the button looks, whether the page asks something first)
_WORDS: dict[Step, tuple[str, str, str, bool]] = {
    Step.START: (say("Start work"), say("The buyer sees that you have begun."), "primary", False),
    Step.SHIP: (say("It is shipped"), say("Give the tracking number if there is one."), "secondary", True),
    Step.DELIVER: (say("It is delivered"), say("The buyer is asked to confirm."), "primary", False),
    Step.FINISH: (
        say("I have received it"),
        say("Confirm when everything has arrived. The order is finished then, and you can say how it went."),
        "primary",
        False,
    ),
    Step.CANCEL: (say("Cancel the order"), "", "quiet", True),
}


def steps_of(order: Order, side: str) -> dict[str, dict[str, Any]]:
    """The steps that this side may take now, by name, in the order of their use."""
    if not placed_here(order):
        return {}
    status = OrderStatus(order.status)
    steps: list[Step] = []
    if side == SELLER and status is OrderStatus.IN_PROGRESS:
        steps = [*([] if order.started_at else [Step.START]), *([] if order.shipped_at else [Step.SHIP]), Step.DELIVER]
    if side == SELLER and status in (OrderStatus.AWAITING_PAYMENT, OrderStatus.IN_PROGRESS, OrderStatus.DELIVERED):
        steps.append(Step.CANCEL)
    if side == BUYER and status is OrderStatus.DELIVERED:
        steps = [Step.FINISH]
    if side == BUYER and status is OrderStatus.AWAITING_PAYMENT:
        steps = [Step.CANCEL]
    return {step.value: _shown(order, step, first=step is steps[0]) for step in steps}


def _shown(order: Order, step: Step, *, first: bool) -> dict[str, Any]:
    label, meaning, variant, asks = _WORDS[step]
    return {
        "value": step.value,
        "label": label,
        "meaning": meaning,
        "variant": "secondary" if variant == "primary" and not first else variant,
        "asks": asks,
        "href": reverse("order_move", args=[order.external_id, step.value]),
    }


def life_of(order: Order, side: str, *, tenant: Tenant, now: datetime) -> dict[str, Any]:
    """`side` is the reader's own: buyer, seller, or nothing for who looks on and can do nothing."""
    named = [order.external_id]
    unpaid = order.status == OrderStatus.AWAITING_PAYMENT and placed_here(order)
    payment = booked_payment(order) if side and placed_here(order) else None
    left = left_to_refund(payment) if payment else None
    may_extend = side == SELLER and order.status in RUNNING
    life = {
        "steps": list(steps_of(order, side).values()),
        "pay_href": reverse("order_pay", args=named) if side == BUYER and unpaid and now < order.pay_by else "",
        "pay_by": order.pay_by if unpaid else None,
        "extend_href": reverse("order_extend", args=named) if may_extend else "",
        "refund_href": reverse("order_refund", args=named) if side == SELLER and left else "",
        "money": _money(order, payment, side) if side and placed_here(order) else [],
        "waits_for": _waits_for(order, side),
        "finishes_after": _finishes_after(order, side, tenant=tenant, now=now),
    }
    return life if any(life.values()) else {}


def _waits_for(order: Order, side: str) -> str:
    """Whose turn it is, where it is not the reader's."""
    if not placed_here(order) or not side:
        return ""
    match OrderStatus(order.status), side:
        case OrderStatus.AWAITING_PAYMENT, "seller":
            return say("The buyer has not paid yet. Please do not begin before that.")
        case OrderStatus.IN_PROGRESS, "buyer":
            if order.started_at:
                return say("The seller is at work on it.")
            return say("It is paid, and the seller begins next.")
        case OrderStatus.DELIVERED, "seller":
            return say("The buyer has still to confirm that it arrived.")
    return ""


def _finishes_after(order: Order, side: str, *, tenant: Tenant, now: datetime) -> str:
    """Until when the buyer confirms a delivery; empty where it waits, or the time is over."""
    if not side or not placed_here(order) or order.status != OrderStatus.DELIVERED:
        return ""
    limit = confirming(order.delivered_at, policy_in_force(at=now).policy, tenant.zone)
    if limit.last_day is None or limit.passed(now):
        return ""
    return say("Without a confirmation the order is finished after {day}.", day=limit.last_day)


def _money(order: Order, payment: Payment | None, side: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    if payment is not None:
        rows.append(
            {"text": say("{amount} paid", amount=money(payment.total, payment.currency)), "at": payment.booked_at}
        )
    rows += [_refund(order, refund, side) for refund in refunds_of(order)]
    return rows


def _refund(order: Order, refund: Refund, side: str) -> dict[str, Any]:
    amount, note = money(refund.amount, order.currency), in_readers_words(refund.reason)
    if refund.done_at is not None:
        return {"text": say("{amount} paid back", amount=amount), "at": refund.done_at, "note": note}
    shown = {"text": say("{amount} on its way back", amount=amount), "at": refund.asked_at, "note": note}
    if side == SELLER and refund.failed_because:
        shown |= {
            "text": say("{amount} has not gone back yet", amount=amount),
            "trouble": in_readers_words(refund.failed_because),
            "unknown": refund.failed_because == ASKED,
            "answer_href": reverse("refund_answer", args=[order.external_id, refund.pk]),
        }
    return shown
