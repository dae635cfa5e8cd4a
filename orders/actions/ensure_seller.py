"""Makes sure that a seller exists, found by the marketplace's own id of it."""

from __future__ import annotations

from datetime import datetime

from orders.actions.ensure_party import ensure_party
from orders.models import Seller
from tenants.models import Member, Tenant


def ensure_seller(
    *, tenant: Tenant, by: Member | None = None, external_id: str, name: str = "", now: datetime
) -> Seller:
    """The seller of that external id, made if new; another `name` renames it. Its slug stays."""
    return ensure_party(Seller, tenant=tenant, by=by, external_id=external_id, name=name, now=now)
