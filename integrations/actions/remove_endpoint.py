"""Takes an endpoint away: it hears of nothing more, and its secrets are gone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit.actions.record_entry import record_entry
from integrations.permissions import check_integrates
from integrations.webhooks.listening import give_up_waiting, held_endpoint, hold, keep_listens
from tenants.models import Member, Tenant


@transaction.atomic
def remove_endpoint(*, tenant: Tenant, by: Member | None, endpoint_id: UUID, now: datetime) -> None:
    """For good; what it was sent is forgotten with its time. Raises NotPermitted and NotThere."""
    check_integrates(by)
    hold(tenant)
    held = held_endpoint(endpoint_id)
    held.removed_at = now
    held.secret = held.former_secret = ""
    held.former_until = None
    held.save()
    give_up_waiting(held)
    keep_listens(tenant)
    record_entry(tenant=tenant, by=by, action="webhooks.endpoint_removed", subject=held, now=now)
