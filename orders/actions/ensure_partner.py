"""Makes sure that a partner exists, found by the marketplace's own id of it."""

from __future__ import annotations

from datetime import datetime

from orders.actions.ensure_party import ensure_party
from orders.models import Partner
from tenants.models import Member, Tenant


def ensure_partner(
    *, tenant: Tenant, by: Member | None = None, external_id: str, name: str = "", now: datetime
) -> Partner:
    """The partner of that external id, made if new; another `name` renames it. Its slug stays."""
    return ensure_party(Partner, tenant=tenant, by=by, external_id=external_id, name=name, now=now)
