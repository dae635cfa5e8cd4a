"""What the API remembers of calls, and who outside hears of events."""

from integrations.models.idempotency import StoredAnswer
from integrations.models.webhooks import WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookMessage

__all__ = ["StoredAnswer", "WebhookAttempt", "WebhookDelivery", "WebhookEndpoint", "WebhookMessage"]
