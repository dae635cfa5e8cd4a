"""Sets an endpoint going again that was disabled after failures."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit.actions.record_entry import record_entry
from integrations.models import WebhookEndpoint
from integrations.permissions import check_integrates
from integrations.webhooks.listening import held_endpoint
from tenants.models import Member, Tenant


@transaction.atomic
def turn_on_endpoint(*, tenant: Tenant, by: Member | None, endpoint_id: UUID, now: datetime) -> WebhookEndpoint:
    """The endpoint, which hears of events from now on; `replay_since` sends what it missed.

    One that is on already stays as it is. Raises NotPermitted and NotThere.
    """
    check_integrates(by)
    held = held_endpoint(endpoint_id)
    if held.disabled_at is None:
        return held
    held.disabled_at, held.disabled_because = None, ""
    held.failing_since, held.failures, held.resting_until = None, 0, None
    held.version += 1
    held.save()
    record_entry(tenant=tenant, by=by, action="webhooks.endpoint_on", subject=held, now=now)
    return held
