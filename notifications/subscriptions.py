"""The link at the end of each e-mail that stops such e-mails: signed, for one member, good for a year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core import signing

from notifications.kinds import KINDS
from policy.problems import Problem
from policy.saying import say
from tenants.models import Member, Tenant
from tenants.queries import members_of_ids
from wire.refusals import NotThere, Refused

GOOD_FOR = timedelta(days=365)


class LinkEnded(Refused):
    """410: the link was good once and is older than GOOD_FOR."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Whose e-mails the link stops, and of what kinds the e-mail was in which it came."""

    member: Member
    kinds: tuple[str, ...]


def token_for(member: Member, kinds: Iterable[str], *, tenant: Tenant, now: datetime) -> str:
    return _signer(tenant).sign_object([member.pk.hex, sorted(set(kinds)), int(now.timestamp())])


def read_token(token: str, *, tenant: Tenant, now: datetime) -> Subscription:
    """Raises NotThere for a link that this marketplace never sent, LinkEnded for one of more than a year ago."""
    try:
        member_id, kinds, written_at = _signer(tenant).unsign_object(token)
    except (signing.BadSignature, ValueError, UnicodeError):
        raise NotThere from None
    member = members_of_ids([UUID(member_id)]).get(UUID(member_id))
    if member is None:
        raise NotThere
    if now - datetime.fromtimestamp(written_at, UTC) > GOOD_FOR:
        detail = say(
            "Links that stop e-mails are good for a year, and this one is older. "
            "A newer e-mail has a newer link; signed in, you can choose on the page of your notifications."
        )
        raise LinkEnded(Problem("gone", "", detail))  # type: ignore[arg-type]  a code of the HTTP contract alone
    return Subscription(member, tuple(kind for kind in kinds if kind in KINDS))


def _signer(tenant: Tenant) -> signing.Signer:
    return signing.Signer(salt=f"notifications.unsubscribe:{tenant.pk}")
