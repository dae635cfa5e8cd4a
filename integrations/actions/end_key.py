"""A member revokes a key of their own, or a lead any key of the marketplace."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from accounts.actions.revoke_api_key import revoke_api_key
from audit.actions.record_entry import record_entry
from integrations.keys import key_seen_by
from tenants.models import Member, Tenant

if TYPE_CHECKING:
    from accounts.models import ApiKey


@transaction.atomic
def end_key(*, tenant: Tenant, by: Member, key_id: UUID, now: datetime) -> ApiKey:
    """The revoked key. Raises NotThere for another's, and UnableToRevokeApiKey the second time."""
    key_seen_by(by, key_id)
    key = revoke_api_key(tenant=tenant, key_id=key_id, now=now)
    data = {"prefix": key.prefix, "own": key.user_id == by.user_id}
    record_entry(tenant=tenant, by=by, action="key.revoked", subject=key, data=data, now=now)
    return key
