"""Custom orders, muted sellers and reports of the matrix's marketplaces: one each, and more of them in the crowd."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from orders.actions.mute_seller import mute_seller
from orders.models import Order
from tenants.queries import member_of_external_id
from tests.cast import Cast, finished_order, make_seller
from tests.orders.dealing import discounted, made, reported


def dealings(cast: Cast, order: Order, mark: str, at: datetime) -> dict[str, str]:
    """Ids of what Alice and Bob have of it about `order`. Call it inside the marketplace."""
    custom = made(cast, order, at=at, title=f"As {mark} likes it", description=f"For {mark} alone.")
    report = reported(cast, order, at=at, words=f"Too often, says {mark}.")
    discounted(cast, order, at=at)
    mute_seller(tenant=cast.tenant, by=cast.alice, seller=cast.seller, now=at)
    return {"custom order": str(custom.pk), "custom order token": custom.token, "seller report": str(report.pk)}


def more_dealings(cast: Cast, numbers: range) -> None:
    """For every number a custom order, a report, a code and a muted seller more."""
    lately = timezone.now() - timedelta(hours=3)
    for number in numbers:
        seller = make_seller(cast.tenant, f"muted-{number}", f"Muted {number}")
        finished_order(cast, seller=seller, offer=None)
        mute_seller(tenant=cast.tenant, by=cast.alice, seller=seller, now=lately)
        order = finished_order(cast, closed_at=lately)
        # At most ten are open for one buyer.
        buyer = member_of_external_id(f"crowd-{number}")
        made(cast, finished_order(cast, buyer=buyer, closed_at=lately), at=lately, title=f"Bow {number}")
        reported(cast, order, at=lately, words=f"Rude, {number}.")
        discounted(cast, order, at=lately)
        theirs = finished_order(cast, buyer=buyer, closed_at=lately)
        made(cast, theirs, at=lately - timedelta(days=2), title=f"Old bow {number}")
