"""Paying for an order: choosing how, the provider's form, and what came of it."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from payments import PaymentError, PaymentStatus, RedirectNeeded
from payments.core import provider_factory
from payments.forms import PaymentForm

from orders.actions.hear_provider import hear_provider
from orders.actions.start_payment import GOING_ON, start_payment
from orders.models import CustomOrder, Message, Order, Payment
from orders.paying.payments import latest_payment, payment_in, payment_of_token
from orders.paying.ways import ways_to_pay
from orders.permissions import sides_of
from orders.queries import visible_order_with_chat
from policy.saying import say
from policy.terms import OrderStatus
from wire.entry import for_members, of_a_marketplace
from wire.money import money
from wire.refusals import NotThere, Refused
from wire.typed import Typed

logger = logging.getLogger(__name__)

FAILED = (PaymentStatus.REJECTED, PaymentStatus.ERROR, PaymentStatus.CANCELLED)
NO_ANSWER = say(
    "The payment provider did not answer. As far as we know nothing was charged. Please try again in a minute."
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def order_pay(request: HttpRequest, external_id: str) -> HttpResponse:
    order = _bought(request, external_id)
    typed = Typed.from_post(request.POST, ("variant",))
    ways = ways_to_pay()
    if request.method == "POST":
        variant = typed.values["variant"] or (next(iter(ways)) if len(ways) == 1 else "")
        try:
            payment = start_payment(
                tenant=request.tenant, by=request.member, order=order, variant=variant, now=timezone.now()
            )
        except Refused as refusal:
            typed.refuse(refusal.problems)
        else:
            return redirect("order_pay_form", external_id, payment.token)
    elif order.status != OrderStatus.AWAITING_PAYMENT:
        return redirect("order_page", external_id)
    last = latest_payment(order)
    page = {
        **_summary(order),
        "typed": typed,
        "errors": typed.summary({"variant": say("How you pay")}),
        "ways": [{"value": name, "label": label} for name, label in ways.items()],
        "failed": last is not None and last.status in FAILED,
        "private": CustomOrder.objects.filter(order=order).exists(),
    }
    return render(request, "orders/pay/choose.html", page, status=422 if typed.wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def order_pay_form(request: HttpRequest, external_id: str, token: UUID) -> HttpResponse:
    """The provider's own form in our frame, or the way to the provider's pages."""
    order = _bought(request, external_id)
    payment = payment_in(order, token)
    if payment.status == PaymentStatus.CONFIRMED:
        return redirect("order_paid", external_id)
    if order.status != OrderStatus.AWAITING_PAYMENT or payment.status not in GOING_ON:
        return redirect("order_pay", external_id)
    data = request.POST if request.method == "POST" else None
    said = hear_provider(
        tenant=request.tenant, payment_id=payment.pk, ask=lambda held: _form_of(held, data), now=timezone.now()
    )
    if isinstance(said, str):
        return redirect(said)
    form = said if isinstance(said, PaymentForm) else None
    page = {
        **_summary(order),
        "form": form,
        # The token that guards our forms is nobody else's business.
        "is_ours": form is not None and not form.action,
        "label": ways_to_pay().get(payment.variant, payment.variant),
        "trouble": "" if form else NO_ANSWER,
    }
    wrong = form is None or bool(form.errors)
    return render(request, "orders/pay/form.html", page, status=422 if wrong else 200)


@require_safe
@for_members
def order_paid(request: HttpRequest, external_id: str) -> HttpResponse:
    """Where a provider sends buyers back to; it says what is known, and nothing that is not."""
    order = _bought(request, external_id)
    last = latest_payment(order)
    if last is None:
        return redirect("order_page", external_id)
    page = {
        **_summary(order),
        "paid": last.booked_at is not None,
        "goes_back": last.status in (PaymentStatus.CONFIRMED, PaymentStatus.REFUNDED) and last.booked_at is None,
        "payment": last,
    }
    return render(request, "orders/pay/done.html", page)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_marketplace
def process_payment(request: HttpRequest, token: UUID) -> HttpResponse:
    """What a provider says about one payment: its own message, or the buyer coming back from its pages."""
    payment = payment_of_token(token)
    return _heard(request, payment)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_marketplace
def static_process_payment(request: HttpRequest, variant: str) -> HttpResponse:
    """The same, for providers that know one address for all payments and name the payment inside."""
    if variant not in ways_to_pay():
        raise NotThere
    try:
        token = provider_factory(variant).get_token_from_request(payment=None, request=request)
    except PaymentError:
        return HttpResponse("This message is not one of the provider's.", status=400, content_type="text/plain")
    except NotImplementedError:
        raise NotThere from None
    payment = payment_of_token(token)
    if payment.variant != variant:
        raise NotThere
    return _heard(request, payment)


def _heard(request: HttpRequest, payment: Payment) -> HttpResponse:
    def ask(held: Payment) -> HttpResponse:
        return provider_factory(held.variant, held).process_data(held, request)

    try:
        return hear_provider(tenant=request.tenant, payment_id=payment.pk, ask=ask, now=timezone.now())
    except (PaymentError, ValueError) as refusal:
        logger.warning("payment_message_refused payment=%s error=%s", payment.pk, refusal)
        return HttpResponse("This message could not be read.", status=400, content_type="text/plain")


def _form_of(payment: Payment, data: Any) -> PaymentForm | str | None:
    """The form, the address that the provider sends the buyer to, or None where it did not answer."""
    try:
        return payment.get_form(data=data)
    except RedirectNeeded as leads:
        return str(leads)
    except (PaymentError, OSError) as error:
        # What the provider's client raises when the line breaks is an OSError.
        logger.warning("payment_provider_failed payment=%s error=%s", payment.pk, type(error).__name__)
        return None


def _bought(request: HttpRequest, external_id: str) -> Order:
    """The order, for its buyer alone. Raises NotThere."""
    order = visible_order_with_chat(request.member, external_id)
    if Message.Sender.BUYER.value not in sides_of(request.member, order) or order.pay_by is None:
        raise NotThere
    return order


def _summary(order: Order) -> dict[str, Any]:
    left = order.pay_by - timezone.now()
    return {
        "order": order,
        "title": order.offer.title if order.offer else say("Order {number}", number=order.external_id),
        "amount": money(order.amount, order.currency),
        "left": left if left > timedelta(0) else None,
        "waiting": order.status == OrderStatus.AWAITING_PAYMENT,
    }
