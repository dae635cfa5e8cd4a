"""Tells whether what came to a webhook's address is what the marketplace sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError

from touchstone_client.problems import TouchstoneError


class NotGenuine(TouchstoneError):
    """Nobody with the secret sent this, or it is too old: answer 401 and do nothing."""


def verify_webhook(headers: Mapping[str, str], body: bytes | str, secret: str | Sequence[str]) -> dict[str, Any]:
    """The event that `body` tells, checked by the headers (Standard Webhooks). Raises NotGenuine.

    `body` is exactly what was received, before any parsing. While a secret is being changed give both. The same
    event may come more than once: its `webhook-id` stays the same.
    """
    for each in [secret] if isinstance(secret, str) else secret:
        try:
            event = Webhook(each).verify(body, dict(headers))
        except (WebhookVerificationError, ValueError):
            continue
        if isinstance(event, dict):
            return event
    raise NotGenuine("No signature of this message is right for this secret, or its time is not now.")
