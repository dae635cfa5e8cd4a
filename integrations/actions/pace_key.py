"""A lead says how many requests a minute a key may make."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from accounts.actions.set_key_pace import set_key_pace
from audit.actions.record_entry import record_entry
from integrations.keys import key_seen_by, looks_after_keys
from tenants.models import Member, Tenant
from wire.refusals import NotPermitted

if TYPE_CHECKING:
    from accounts.models import ApiKey


@transaction.atomic
def pace_key(*, tenant: Tenant, by: Member, key_id: UUID, requests_a_minute: int | None, now: datetime) -> ApiKey:
    """The key with its pace. Raises NotThere, NotPermitted and UnableToSetKeyPace."""
    before = key_seen_by(by, key_id).requests_a_minute
    if not looks_after_keys(by):
        raise NotPermitted("Only leads of this marketplace set how often a key may call.")
    key = set_key_pace(tenant=tenant, key_id=key_id, requests_a_minute=requests_a_minute, now=now)
    data = {"prefix": key.prefix, "requests_a_minute": [before, key.requests_a_minute]}
    record_entry(tenant=tenant, by=by, action="key.paced", subject=key, data=data, now=now)
    return key
