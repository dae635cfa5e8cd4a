"""What a marketplace of the matrix has at risk: orders that are late, an offer that is sold out, and remedies."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from feedback.actions.take_remedy import Words, take_remedy
from orders.actions.send_message import send_message
from policy.prevention import RemedyKind
from tests.cast import finished_order
from tests.matrix.world import World
from tests.orders.bought import offer_on_sale

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def more_at_risk(world: World, numbers: range) -> None:
    """For every number: a late order, one whose buyer waits, one that ended late, and an offer that is sold out."""
    cast, now = world.cast, timezone.now()
    running = {"status": "in_progress", "closed_at": None, "delivered_at": None, "placed_at": now - 3 * DAY}
    for number in numbers:
        offer = offer_on_sale(cast, f"crowd-lamp-{number}", title=f"Lamp {number}", stock=0)
        late = finished_order(cast, offer=offer, buyer=world.nora, promised_completion_at=now - HOUR, **running)
        asked = finished_order(cast, offer=offer, buyer=world.nora, **running)
        said = {"tenant": cast.tenant, "by": world.nora, "sender": "buyer", "body": f"Hello, {number}?"}
        send_message(**said, order=asked, now=now - DAY)
        ended = {"placed_at": now - 20 * DAY, "promised_completion_at": now - 19 * DAY, "closed_at": now - 9 * DAY}
        finished_order(cast, offer=offer, buyer=world.nora, delivered_at=now - 10 * DAY, **ended)
        for about in ({"order": late, "kind": RemedyKind.DELAY_NOTICE}, {"offer": offer, "kind": RemedyKind.SET_STOCK}):
            words = Words(text=f"It takes longer, {number}.", stock=0)
            who = {"tenant": cast.tenant, "by": cast.bob, "seller": cast.seller, "now": now}
            take_remedy(**who, **about, words=words)
