"""Sets how many requests a minute a key may make."""

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

MOST_A_MINUTE = 100_000


class HasId(Protocol):
    id: UUID


class UnableToSetKeyPace(Refused):
    """The number is none, or the key has ended."""


@transaction.atomic
def set_key_pace(*, tenant: HasId, key_id: UUID, requests_a_minute: int | None, now: datetime) -> ApiKey:
    """The key with its new pace, in requests a minute. Raises NotThere."""
    if requests_a_minute is None or not 1 <= requests_a_minute <= MOST_A_MINUTE:
        raise UnableToSetKeyPace(
            Problem(
                ProblemCode.VALIDATION_FAILED,
                "/requests_a_minute",
                say("Please write a whole number from 1 to {most}.", most=MOST_A_MINUTE),
            )
        )
    key = ApiKey.objects.select_for_update().filter(tenant_id=tenant.id, pk=key_id).first()
    if key is None:
        raise NotThere
    if key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= now):
        raise UnableToSetKeyPace(Problem(ProblemCode.CONFLICT, "", say("This key has ended.")))
    key.requests_a_minute = requests_a_minute
    key.save(update_fields=["requests_a_minute"])
    return key
