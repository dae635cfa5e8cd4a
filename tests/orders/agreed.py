"""Short ways to bring a settlement to where a test begins. Bob proposes, Alice reviewed the order."""

from __future__ import annotations

from datetime import datetime, timedelta

from orders.actions.accept_settlement import accept_settlement
from orders.actions.perform_settlement import perform_settlement
from orders.actions.propose_settlement import propose_settlement
from orders.models import Order, Settlement
from tests.cast import NOW, Cast

HOUR = timedelta(hours=1)
PERFORM_BY = NOW + 24 * HOUR
WITHDRAW_BY = NOW + 72 * HOUR
TERMS = "I send the missing 500 gold; you withdraw your review of this order."


def proposed(cast: Cast, order: Order, *, at: datetime = NOW, by=None, **terms) -> Settlement:
    """Bob's proposal: performed within a day, withdrawn within three. Call it inside the marketplace."""
    given = {"terms": TERMS, "perform_by": at + 24 * HOUR, "withdraw_by": at + 72 * HOUR, **terms}
    return propose_settlement(tenant=cast.tenant, by=by or cast.bob, order=order, now=at, **given)


def accepted(cast: Cast, order: Order, *, at: datetime = NOW, **terms) -> Settlement:
    settlement = proposed(cast, order, at=at, **terms)
    return accept_settlement(tenant=cast.tenant, by=cast.alice, settlement=settlement, now=at + HOUR)


def performed(cast: Cast, order: Order, *, at: datetime = NOW, **terms) -> Settlement:
    settlement = accepted(cast, order, at=at, **terms)
    words = {"performance": "Sent by mail in game at noon.", "now": at + 2 * HOUR}
    return perform_settlement(tenant=cast.tenant, by=cast.bob, settlement=settlement, **words)
