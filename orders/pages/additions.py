"""What a seller added to an order, as a compensation: whether it was handed over, and the button that says so."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from orders.actions.hand_over_compensation import hand_over_compensation
from orders.agreeing.agreements import compensation_in
from orders.models import Compensation, Message
from orders.permissions import sides_of
from orders.queries import visible_order_with_chat
from policy.compensations import HANDED_OVER
from policy.saying import say
from wire.entry import for_members
from wire.refusals import NotThere, Refused

SELLER = Message.Sender.SELLER.value


def addition_of(given: Compensation, external_id: str, side: str) -> dict[str, Any] | None:
    """`side` is the reader's own; None for money and codes, which nobody hands over."""
    if given.kind not in HANDED_OVER:
        return None
    handover = getattr(given, "handover", None)
    may_say = side == SELLER and handover is None
    return {
        "handed_over_at": handover.at if handover else None,
        "href": reverse("compensation_handover", args=[external_id, given.pk]) if may_say else "",
    }


@require_POST
@for_members
def compensation_handover(request: HttpRequest, external_id: str, compensation_id: UUID) -> HttpResponse:
    """The order's page has the button."""
    order = visible_order_with_chat(request.member, external_id)
    if SELLER not in sides_of(request.member, order):
        raise NotThere
    given = compensation_in(order, compensation_id)
    try:
        hand_over_compensation(tenant=request.tenant, by=request.member, compensation=given, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(say("It is noted, and the buyer is told.")))
    return redirect(reverse("order_page", args=[order.external_id]) + "#compensations")
