"""Endpoints, deliveries and attempts as answers of the API show them; a secret never is."""

from __future__ import annotations

from typing import Any

from integrations.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint


def endpoint_json(endpoint: WebhookEndpoint) -> dict[str, Any]:
    return {
        "id": endpoint.pk,
        "url": endpoint.url,
        "description": endpoint.description,
        "events": endpoint.events,
        "status": "on" if endpoint.is_on else "disabled",
        "disabled_at": endpoint.disabled_at,
        "disabled_because": endpoint.disabled_because or None,
        "failing_since": endpoint.failing_since,
        "former_secret_until": endpoint.former_until,
        "created_at": endpoint.created_at,
        "version": endpoint.version,
    }


def delivery_json(delivery: WebhookDelivery) -> dict[str, Any]:
    """Needs its message, and its tries where there are many."""
    waits = delivery.state == WebhookDelivery.State.WAITING
    return {
        "id": delivery.pk,
        "endpoint": delivery.endpoint_id,
        "message": delivery.message.shown_id,
        "event": delivery.message.kind,
        "status": delivery.state,
        "next_at": delivery.next_at if waits else None,
        "delivered_at": delivery.delivered_at,
        "created_at": delivery.created_at,
        "attempts": [_attempt(each) for each in sorted(delivery.tries.all(), key=lambda each: (each.at, each.pk))],
    }


def _attempt(attempt: WebhookAttempt) -> dict[str, Any]:
    return {
        "at": attempt.at,
        "status": attempt.status,
        "error": attempt.error or None,
        "milliseconds": attempt.milliseconds,
        "answer": attempt.answer,
    }
