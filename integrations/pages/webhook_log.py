"""What was sent to an endpoint: its log, one delivery with its tries, and sending again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from integrations.actions.replay_delivery import replay_delivery
from integrations.actions.replay_since import replay_since
from integrations.actions.send_test import send_test
from integrations.actions.turn_on_endpoint import turn_on_endpoint
from integrations.models import WebhookEndpoint
from integrations.pages.integrating import for_integrators
from integrations.pages.webhook_rows import STATES, attempt_row, delivery_row, endpoint_row, laid_out
from integrations.queries import attempts_of, deliveries_of, delivery_of, endpoint_of
from policy.saying import say, say_number
from wire.pages import CursorPages
from wire.refusals import Refused
from wire.typed_times import TypedWithTimes

PAGES = CursorPages("-created_at", "-id")


@require_safe
@for_integrators
def webhook_endpoint(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    return _page(request, endpoint_of(request.member, endpoint_id), TypedWithTimes({"since": ""}))


def _page(request: HttpRequest, endpoint: WebhookEndpoint, typed: TypedWithTimes) -> HttpResponse:
    here, state = reverse("webhook_endpoint", args=[endpoint.pk]), request.GET.get("state", "")
    state = state if state in STATES else ""
    try:
        cut = PAGES.cut(deliveries_of(endpoint, state=state), cursor=request.GET.get("cursor", ""))
    except Refused:
        return redirect(here)
    kept = f"state={state}&" if state else ""
    page: dict[str, Any] = {
        "endpoint": endpoint_row(endpoint),
        "rows": [delivery_row(each) for each in cut.rows],
        "state": state,
        "tabs": [
            {"label": label, "href": f"{here}?state={name}" if name else here, "current": name == state}
            for name, label in (("", say("All")), *((name, words[0]) for name, words in STATES.items()))
        ],
        "typed": typed,
        "errors": typed.summary({"since": say("Since")}),
        "newer_href": f"{here}?{kept}cursor={cut.previous}" if cut.previous else "",
        "older_href": f"{here}?{kept}cursor={cut.next}" if cut.next else "",
    }
    return render(request, "integrations/webhook.html", page, status=422 if typed.wrong else 200)


@require_POST
@for_integrators
def webhook_test(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    try:
        delivery = send_test(tenant=request.tenant, by=request.member, endpoint_id=endpoint_id, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("webhook_endpoint", endpoint_id)
    messages.success(request, str(say("A test is on its way. Load this page again in a moment to see the answer.")))
    return redirect("webhook_delivery", delivery.pk)


@require_POST
@for_integrators
def webhook_turn_on(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    turn_on_endpoint(tenant=request.tenant, by=request.member, endpoint_id=endpoint_id, now=timezone.now())
    sentence = say("The endpoint is on again. What it missed you can send once more, below.")
    messages.success(request, str(sentence))
    return redirect("webhook_endpoint", endpoint_id)


@require_POST
@for_integrators
def webhook_replay(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Everything since a moment once more."""
    endpoint = endpoint_of(request.member, endpoint_id)
    typed = TypedWithTimes.from_post(request.POST, ["since"])
    since = typed.moment("since", request.tenant.zone)
    if since is None and not typed.wrong:
        typed.errors["since"] = say("Please give a date and a time, as in 2027-03-01T14:00.")
    if since is None or typed.wrong:
        return _page(request, endpoint, typed)
    try:
        number = replay_since(
            tenant=request.tenant, by=request.member, endpoint_id=endpoint_id, since=since, now=timezone.now()
        )
    except Refused as refusal:
        typed.refuse(refusal.problems)
        return _page(request, endpoint, typed)
    sentence = say_number("{number} event will be sent again.", "{number} events will be sent again.", number)
    messages.success(request, str(sentence))
    return redirect("webhook_endpoint", endpoint_id)


@require_safe
@for_integrators
def webhook_delivery(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    delivery = delivery_of(request.member, delivery_id)
    page = {
        "endpoint": endpoint_row(delivery.endpoint),
        "delivery": delivery_row(delivery),
        "attempts": [attempt_row(each) for each in attempts_of(delivery)],
        "payload": laid_out(delivery.message.payload),
        "replay_href": reverse("webhook_delivery_replay", args=[delivery.pk]),
    }
    return render(request, "integrations/webhook_delivery.html", page)


@require_POST
@for_integrators
def webhook_delivery_replay(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    try:
        replay_delivery(tenant=request.tenant, by=request.member, delivery_id=delivery_id, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, str(say("It will be sent again, with the same id.")))
    return redirect("webhook_delivery", delivery_id)
