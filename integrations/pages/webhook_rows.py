"""Endpoints, deliveries and attempts as their pages lay them out."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from django.urls import reverse

from integrations.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from notifications.events import EVENTS
from policy.saying import say, say_number

STATES = {
    "waiting": (say("Waiting"), "info"),
    "delivered": (say("Delivered"), "success"),
    "given_up": (say("Given up"), "danger"),
}
_STOPPED = {
    "failures": say("Nothing arrived for three days, so we stopped sending."),
    "gone": say("Your server answered that this address is gone for good (410), so we stopped sending."),
}


def event_choices(chosen: Collection[str]) -> list[dict[str, Any]]:
    return [{"value": kind, "label": kind, "help": words, "checked": kind in chosen} for kind, words in EVENTS.items()]


def endpoint_row(endpoint: WebhookEndpoint) -> dict[str, Any]:
    kinds = len(endpoint.events)
    failing = endpoint.is_on and endpoint.failing_since is not None
    return {
        "id": endpoint.pk,
        "url": endpoint.url,
        "description": endpoint.description,
        "events": endpoint.events,
        "hears_of": say_number("{number} kind of event", "{number} kinds of events", kinds)
        if kinds
        else say("All events"),
        "state_label": say("Failing") if failing else say("On") if endpoint.is_on else say("Stopped"),
        "state_tone": "warning" if failing else "success" if endpoint.is_on else "danger",
        "is_on": endpoint.is_on,
        "why_stopped": _STOPPED.get(endpoint.disabled_because, ""),
        "disabled_at": endpoint.disabled_at,
        "failing_since": endpoint.failing_since if failing else None,
        "former_until": endpoint.former_until,
        "created_at": endpoint.created_at,
        "version": endpoint.version,
        "href": reverse("webhook_endpoint", args=[endpoint.pk]),
    }


def delivery_row(delivery: WebhookDelivery) -> dict[str, Any]:
    label, tone = STATES[delivery.state]
    return {
        "kind": delivery.message.kind,
        "message_id": delivery.message.shown_id,
        "at": delivery.message.at,
        "state": delivery.state,
        "state_label": label,
        "state_tone": tone,
        "attempts": delivery.attempts,
        "next_at": delivery.next_at if delivery.state == "waiting" else None,
        "delivered_at": delivery.delivered_at,
        "href": reverse("webhook_delivery", args=[delivery.pk]),
    }


def attempt_row(attempt: WebhookAttempt) -> dict[str, Any]:
    fine = attempt.status is not None and 200 <= attempt.status < 300
    return {
        "at": attempt.at,
        "status": attempt.status,
        "error": attempt.error,
        "milliseconds": attempt.milliseconds,
        "answer": attempt.answer,
        "tone": "success" if fine else "danger",
    }


def laid_out(payload: str) -> str:
    """The payload's JSON with a line for each field, to be read; what is sent has no such spaces."""
    return json.dumps(json.loads(payload), indent=2, ensure_ascii=False)
