"""Makes a key for the API: shown once, kept as a hash."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction

from accounts.keys import MARK, SHOWN, digest_of
from accounts.models import ApiKey, Scope, User
from policy.problems import Problem
from policy.terms import ProblemCode
from wire.refusals import Refused


class HasId(Protocol):
    id: UUID


class UnableToCreateApiKey(Refused):
    """A scope is unknown, none is named, or the key would be dead on arrival."""


@transaction.atomic
def create_api_key(
    *,
    tenant: HasId,
    user: User,
    scopes: Iterable[str],
    now: datetime,
    expires_at: datetime | None = None,
    requests_a_minute: int = 1200,
) -> tuple[ApiKey, str]:
    """The key's row and the key itself, which nobody can read again. It acts as `user` in `tenant`."""
    wanted = sorted(set(scopes))
    unknown = [scope for scope in wanted if scope not in Scope.values]
    if unknown or not wanted:
        wrong = f"Unknown scope {', '.join(unknown)}." if unknown else "Name at least one scope."
        raise UnableToCreateApiKey(
            Problem(ProblemCode.VALIDATION_FAILED, "/scopes", f"{wrong} There are: {', '.join(Scope.values)}.")
        )
    if expires_at is not None and expires_at <= now:
        raise UnableToCreateApiKey(
            Problem(ProblemCode.VALIDATION_FAILED, "/expires_at", "The key would have expired already.")
        )
    if requests_a_minute < 1:
        raise UnableToCreateApiKey(
            Problem(ProblemCode.VALIDATION_FAILED, "/requests_a_minute", "Allow at least one request a minute.")
        )
    plain_key = MARK + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        tenant_id=tenant.id,
        user=user,
        prefix=plain_key[:SHOWN],
        digest=digest_of(plain_key),
        scopes=wanted,
        requests_a_minute=requests_a_minute,
        created_at=now,
        expires_at=expires_at,
    )
    return key, plain_key
