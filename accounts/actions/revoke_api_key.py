"""Ends a key for good: from the next call on it is nobody's."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction

from accounts.models import ApiKey
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from wire.refusals import NotThere, Refused


class HasId(Protocol):
    id: UUID


class UnableToRevokeApiKey(Refused):
    """It was revoked before."""


@transaction.atomic
def revoke_api_key(*, tenant: HasId, key_id: UUID, now: datetime) -> ApiKey:
    """The key, revoked at `now`. Of two at the same moment one is refused (conflict). Raises NotThere."""
    key = ApiKey.objects.select_for_update().filter(tenant_id=tenant.id, pk=key_id).first()
    if key is None:
        raise NotThere
    if key.revoked_at is not None:
        raise UnableToRevokeApiKey(Problem(ProblemCode.CONFLICT, "", say("This key was revoked before.")))
    key.revoked_at = now
    key.save(update_fields=["revoked_at"])
    return key
