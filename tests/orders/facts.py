"""The facts of an order, as a marketplace would state them, for the tests of orders."""

from __future__ import annotations

from typing import Any


def facts_of_an_order(**overrides: Any) -> dict[str, Any]:
    """Zoë bought a lamp; give a field None to leave it out where that means the same."""
    facts = {
        "external_id": "o 1",
        "buyer": {"external_id": "zoe-buys", "email": "zoe@shop.example", "name": "Zoe"},
        "seller": {"external_id": "zoe", "name": "Zoë & Söhne"},
        "offer": {"external_id": "lamp", "title": "A lamp"},
        "status": "in_progress",
        "placed_at": "2026-06-01T08:00:00Z",
        "fulfilled_by": "seller",
    }
    return {**facts, **overrides}
