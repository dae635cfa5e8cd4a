"""Gives an endpoint a new secret, beside which the former one signs for a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from audit.actions.record_entry import record_entry
from integrations.actions.add_endpoint import AddedEndpoint
from integrations.permissions import check_integrates
from integrations.webhooks.listening import held_endpoint
from integrations.webhooks.signing import sealed_secret
from tenants.models import Member, Tenant

BOTH_SIGN = timedelta(hours=24)


@transaction.atomic
def rotate_secret(*, tenant: Tenant, by: Member | None, endpoint_id: UUID, now: datetime) -> AddedEndpoint:
    """The endpoint and its new secret. What is sent in the next 24 hours carries a signature of each.

    Rotating again within that time drops the older one at once. Raises NotPermitted and NotThere.
    """
    check_integrates(by)
    held = held_endpoint(endpoint_id)
    secret, kept = sealed_secret()
    held.former_secret, held.former_until = held.secret, now + BOTH_SIGN
    held.secret = kept
    held.version += 1
    held.save()
    record_entry(tenant=tenant, by=by, action="webhooks.secret_rotated", subject=held, now=now)
    return AddedEndpoint(held, secret)
