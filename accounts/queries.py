"""Reads of accounts and keys."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import Q

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
        .filter(digest=digest_of(token), revoked_at__isnull=True, user__is_active=True)
        .filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now))
        .first()
    )


def has_verified_email(user: User) -> bool:
    """Whether the person has shown that an address of the account is theirs."""
    return EmailAddress.objects.filter(user=user, verified=True).exists()
