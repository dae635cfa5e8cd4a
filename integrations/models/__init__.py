"""What the API remembers of calls."""

from integrations.models.idempotency import StoredAnswer

__all__ = ["StoredAnswer"]
