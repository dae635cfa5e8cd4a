"""Reads of accounts and keys."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet

from accounts.keys import digest_of
from accounts.models import ApiKey, Scope, User

SCOPES = tuple(Scope.values)
"""What a key may be made for (api.md)."""


def user_of_email(email: str) -> User | None:
    return User.objects.filter(email__iexact=email.strip()).first()


def key_of_token(token: str, now: datetime) -> ApiKey | None:
    """The living key that `token` is, of the marketplace whose wall stands, with its user; or None."""
    return (
        ApiKey.objects.select_related("user")
        .filter(in_force(now), digest=digest_of(token), user__is_active=True)
        .first()
    )


def has_verified_email(user: User) -> bool:
    """Whether the person has shown that an address of the account is theirs."""
    return EmailAddress.objects.filter(user=user, verified=True).exists()


def keys_here(tenant_id: UUID, *, user: User | None = None) -> QuerySet[ApiKey]:
    """The keys of a marketplace, or `user`'s own in it; each with its user."""
    found = ApiKey.objects.filter(tenant_id=tenant_id).select_related("user")
    return found if user is None else found.filter(user=user)


def in_force(now: datetime) -> Q:
    """Keys that are neither revoked nor expired."""
    return Q(revoked_at__isnull=True) & (Q(expires_at__isnull=True) | Q(expires_at__gt=now))
