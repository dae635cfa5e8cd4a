"""Holds an offer while it is changed, and refuses to change what somebody else has changed since."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from audit.actions.record_entry import record_entry
from orders.models import Offer
from policy.problems import Problem
from policy.saying import say
from tenants.models import Member, Tenant
from wire.refusals import NotThere


def lock_offer(offer_id: UUID) -> Offer:
    """The offer, held until the transaction ends. Raises NotThere."""
    held = Offer.objects.select_for_update(of=("self",), no_key=True).select_related("seller")
    offer = held.filter(pk=offer_id).first()
    if offer is None:
        raise NotThere
    return offer


def stale_offer(given: int | None, offer: Offer) -> list[Problem]:
    """Whoever says which version they saw is told where it has changed since."""
    if given is None or given == offer.version:
        return []
    detail = say(
        "Somebody changed this offer since you opened it. Please look at it as it is now, and change it again."
    )
    # A code of the HTTP contract that the pure policy never gives itself.
    return [Problem("stale_version", "/version", detail)]  # type: ignore[arg-type]


def change_offer(
    offer: Offer, changes: dict[str, Any], *, action: str, tenant: Tenant, by: Member | None, now: datetime
) -> None:
    """Keep the new values and record which they are of. The caller holds the offer."""
    data = {"changed": sorted(changes)}
    kept = changes | {"changed_at": now, "version": offer.version + 1}
    for name, value in kept.items():
        setattr(offer, name, value)
    offer.save(update_fields=list(kept))
    record_entry(tenant=tenant, by=by, action=action, subject=offer, now=now, data=data)
