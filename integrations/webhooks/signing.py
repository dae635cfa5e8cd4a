"""Signs what is sent, as Standard Webhooks says: https://www.standardwebhooks.com."""

from __future__ import annotations

import base64
import secrets
from datetime import UTC, datetime

from standardwebhooks import Webhook

from integrations.models import WebhookEndpoint, WebhookMessage
from wire.sealing import seal, unseal

PREFIX = "whsec_"
_BYTES = 32


def new_secret() -> str:
    """As receivers keep it: a prefix that scanners for leaked secrets know, and 256 random bits in base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def sealed_secret() -> tuple[str, str]:
    """A new secret, and how it is kept."""
    secret = new_secret()
    return secret, seal(secret)


def signed_headers(endpoint: WebhookEndpoint, message: WebhookMessage, *, at: datetime) -> dict[str, str]:
    """The headers of one attempt. While a rotation lasts both secrets sign, the new one first."""
    kept = [endpoint.secret]
    if endpoint.former_secret and endpoint.former_until and at < endpoint.former_until:
        kept.append(endpoint.former_secret)
    # The library takes the wall clock of the moment for that of UTC.
    moment = at.astimezone(UTC)
    signatures = [Webhook(unseal(each)).sign(message.shown_id, moment, message.payload) for each in kept]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Touchstone-Webhooks/1",
        "Accept-Encoding": "identity",
        "Connection": "close",
        "webhook-id": message.shown_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
