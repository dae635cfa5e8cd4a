"""Where events are sent: the list of endpoints, adding and changing one, its secret, and its end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from integrations.actions.add_endpoint import add_endpoint
from integrations.actions.change_endpoint import change_endpoint
from integrations.actions.remove_endpoint import remove_endpoint
from integrations.actions.rotate_secret import rotate_secret
from integrations.models import WebhookEndpoint
from integrations.pages.integrating import for_integrators
from integrations.pages.webhook_rows import endpoint_row, event_choices
from integrations.queries import MOST_ENDPOINTS, endpoint_of, endpoints
from orders.once import new_key
from policy.saying import say
from wire.refusals import Refused
from wire.typed import Typed

_FIELDS = {"url": say("Address"), "description": say("Note"), "events": say("What it hears of")}
# The forms that were sent in this session: what is shown once is not to be made twice by sending one again.
SENT, MOST_KEPT = "webhook_forms", 20
FORM_GETS = ["GET", "HEAD", "POST"]


@require_safe
@for_integrators
def webhook_list(request: HttpRequest) -> HttpResponse:
    rows = endpoints(request.member).order_by("-created_at", "-id")[:MOST_ENDPOINTS]
    return render(request, "integrations/webhooks.html", {"rows": [endpoint_row(each) for each in rows]})


@require_http_methods(FORM_GETS)
@for_integrators
@never_cache
def webhook_form(request: HttpRequest) -> HttpResponse:
    """The form; and, once, the secret of the endpoint that it made."""
    typed, events = _typed(request)
    if request.method != "POST":
        return _form(request, typed, events)
    form = request.POST.get("form", "")[:64]
    if form in request.session.get(SENT, []):
        messages.info(request, str(say("This form was sent before. What it added stands in the list.")))
        return redirect("webhook_list")
    try:
        added = add_endpoint(
            tenant=request.tenant,
            by=request.member,
            url=typed.values["url"],
            events=events,
            description=typed.values["description"],
            now=timezone.now(),
        )
    except Refused as refusal:
        typed.refuse(refusal.problems)
        return _form(request, typed, events)
    request.session[SENT] = [*request.session.get(SENT, []), form][-MOST_KEPT:]
    return _secret(request, added.endpoint, added.secret)


@require_http_methods(FORM_GETS)
@for_integrators
def webhook_edit(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    endpoint = endpoint_of(request.member, endpoint_id)
    typed, events = _typed(request)
    if request.method != "POST":
        if request.kept is None:
            typed.values |= {"url": endpoint.url, "description": endpoint.description, "version": str(endpoint.version)}
            events = list(endpoint.events)
        return _form(request, typed, events, endpoint)
    try:
        change_endpoint(
            tenant=request.tenant,
            by=request.member,
            endpoint_id=endpoint_id,
            version=typed.whole("version"),
            url=typed.values["url"],
            events=events,
            description=typed.values["description"],
            now=timezone.now(),
        )
    except Refused as refusal:
        typed.refuse(refusal.problems)
        # Whoever has read that it changed meanwhile may send theirs once more.
        typed.values["version"] = str(endpoint.version)
        return _form(request, typed, events, endpoint)
    messages.success(request, str(say("Your changes are saved.")))
    return redirect("webhook_endpoint", endpoint_id)


@require_http_methods(FORM_GETS)
@for_integrators
@never_cache
def webhook_rotate(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    endpoint = endpoint_of(request.member, endpoint_id)
    if request.method == "POST":
        # Sent a second time it would take away the former secret, by which the receiver still checks.
        if request.POST.get("version") != str(endpoint.version):
            messages.info(request, str(say("The endpoint changed meanwhile. If its new secret is lost, make another.")))
            return redirect("webhook_endpoint", endpoint_id)
        made = rotate_secret(tenant=request.tenant, by=request.member, endpoint_id=endpoint_id, now=timezone.now())
        return _secret(request, made.endpoint, made.secret)
    return render(request, "integrations/webhook_rotate.html", {"endpoint": endpoint_row(endpoint)})


@require_http_methods(FORM_GETS)
@for_integrators
def webhook_remove(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    endpoint = endpoint_of(request.member, endpoint_id)
    if request.method == "POST":
        remove_endpoint(tenant=request.tenant, by=request.member, endpoint_id=endpoint_id, now=timezone.now())
        messages.success(request, str(say("The endpoint is removed. Nothing is sent to it any more.")))
        return redirect("webhook_list")
    return render(request, "integrations/webhook_remove.html", {"endpoint": endpoint_row(endpoint)})


def _typed(request: HttpRequest) -> tuple[Typed, list[str]]:
    """What was typed, also before a sign-in that came between."""
    return Typed.from_post(request.POST, [*_FIELDS, "version"]), request.POST.getlist("events")[:100]


def _secret(request: HttpRequest, endpoint: WebhookEndpoint, secret: str) -> HttpResponse:
    page = {"endpoint": endpoint_row(endpoint), "secret": secret, "former_until": endpoint.former_until}
    return render(request, "integrations/webhook_secret.html", page)


def _form(
    request: HttpRequest, typed: Typed, events: list[str], endpoint: WebhookEndpoint | None = None
) -> HttpResponse:
    page: dict[str, Any] = {
        "typed": typed,
        "errors": typed.summary(_FIELDS),
        "events": event_choices(events),
        "endpoint": endpoint and endpoint_row(endpoint),
        "form": new_key(),
        "back": reverse("webhook_endpoint", args=[endpoint.pk]) if endpoint else reverse("webhook_list"),
    }
    return render(request, "integrations/webhook_form.html", page, status=422 if typed.wrong else 200)
