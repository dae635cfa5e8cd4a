"""A member makes a key for the API, for what their roles can use; it is shown once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from accounts.actions.create_api_key import create_api_key
from accounts.queries import in_force, keys_here
from audit.actions.record_entry import record_entry
from integrations.keys import usable_scopes
from policy.problems import Problem
from policy.saying import say, say_number
from policy.terms import ProblemCode
from tenants.models import Member, Tenant
from wire.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import ApiKey

MOST_KEYS = 25


class UnableToIssueKey(Refused):
    """It has no name, a scope is beyond the member's roles, or the member has as many keys as there may be."""


@dataclass(frozen=True, slots=True)
class IssuedKey:
    key: ApiKey
    plain_key: str


@transaction.atomic
def issue_key(
    *,
    tenant: Tenant,
    by: Member,
    name: str,
    scopes: Iterable[str],
    expires_at: datetime | None,
    key_id: UUID,
    now: datetime,
) -> IssuedKey:
    """The key, and its text that nobody can read again. `key_id` comes from the form, which makes one key however
    often it is sent. Raises UnableToIssueKey, and UnableToCreateApiKey where the form was sent before.
    """
    wanted, usable = set(scopes), usable_scopes(by)
    problems = []
    if not name.strip():
        problems.append(Problem(ProblemCode.VALIDATION_FAILED, "/name", say("Please say what the key is for.")))
    if not wanted:
        problems.append(Problem(ProblemCode.VALIDATION_FAILED, "/scopes", say("Please choose at least one.")))
    elif not wanted <= set(usable):
        sentence = say("Your roles here cannot use one of these.")
        problems.append(Problem(ProblemCode.VALIDATION_FAILED, "/scopes", sentence))
    if problems:
        raise UnableToIssueKey(*problems)
    # One after another, so that two at once do not both take the last place.
    Member.objects.select_for_update(of=("self",)).get(pk=by.pk)
    mine = keys_here(tenant.pk, user=by.user)
    if not mine.filter(pk=key_id).exists() and mine.filter(in_force(now)).count() >= MOST_KEYS:
        sentence = say_number(
            "You have {number} key, which is as many as there may be. Revoke one that you no longer need.",
            "You have {number} keys, which is as many as there may be. Revoke one that you no longer need.",
            MOST_KEYS,
        )
        raise UnableToIssueKey(Problem(ProblemCode.CONFLICT, "", sentence))
    key, plain_key = create_api_key(
        tenant=tenant,
        user=by.user,
        name=name,
        scopes=[scope for scope in usable if scope in wanted],
        expires_at=expires_at,
        key_id=key_id,
        now=now,
    )
    # Its name is free text, and the key itself is nowhere but with its owner.
    record_entry(
        tenant=tenant,
        by=by,
        action="key.created",
        subject=key,
        data={"prefix": key.prefix, "scopes": key.scopes, "expires_at": expires_at and expires_at.isoformat()},
        now=now,
    )
    return IssuedKey(key, plain_key)
