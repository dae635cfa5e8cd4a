"""Makes a key for the API: shown once, kept as a hash."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.keys import MARK, SHOWN, digest_of
from accounts.models import ApiKey, Scope, User
from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from wire.refusals import Refused

LONGEST_NAME = 80
MADE_ALREADY = say(
    "This form was sent before, and its key was shown then. It cannot be shown again: if you do not have it, "
    "revoke it in the list of your keys and make another one."
)


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
    name: str = "",
    expires_at: datetime | None = None,
    requests_a_minute: int = 1200,
    key_id: UUID | None = None,
) -> tuple[ApiKey, str]:
    """The key's row and the key itself, which nobody can read again. It acts as `user` in `tenant`.

    `key_id` is what a form brings, so that sending it twice makes one key: the second time is refused as a conflict,
    for the key that was shown once is not to be shown again. `name` is what it is for, up to 80 characters.
    """
    name = " ".join(name.split())
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
    if len(name) > LONGEST_NAME:
        raise UnableToCreateApiKey(
            Problem(
                ProblemCode.VALIDATION_FAILED, "/name", say("Please use at most {most} characters.", most=LONGEST_NAME)
            )
        )
    if key_id is not None and ApiKey.objects.filter(pk=key_id).exists():
        raise UnableToCreateApiKey(Problem(ProblemCode.CONFLICT, "", MADE_ALREADY))
    plain_key = MARK + secrets.token_urlsafe(32)
    key = ApiKey(
        **({"id": key_id} if key_id else {}),
        tenant_id=tenant.id,
        user=user,
        name=name,
        prefix=plain_key[:SHOWN],
        digest=digest_of(plain_key),
        scopes=wanted,
        requests_a_minute=requests_a_minute,
        created_at=now,
        expires_at=expires_at,
    )
    try:
        with transaction.atomic():
            key.save(force_insert=True)
    except IntegrityError:
        raise UnableToCreateApiKey(Problem(ProblemCode.CONFLICT, "", MADE_ALREADY)) from None
    return key, plain_key
