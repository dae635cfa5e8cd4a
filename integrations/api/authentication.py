"""Who calls: a key that acts as its user, or a signed-in member; both only in the host's marketplace."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.actions.note_key_use import is_due, note_key_use
from accounts.queries import key_of_token
from tenants.queries import member_of_user
from tenants.scope import tenant_scope

if TYPE_CHECKING:
    from accounts.models import ApiKey
    from tenants.models import Tenant

# One sentence for a key that is unknown, expired, revoked or another marketplace's: trying teaches nothing.
NO_SUCH_KEY = "This key is not valid here."


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer KEY`. Sets `request.member` to what the key's user is in this marketplace."""

    def authenticate(self, request: Request) -> tuple[Any, ApiKey] | None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        now = timezone.now()
        key = key_of_token(token.strip(), now)
        if key is None or key.tenant_id != request.tenant.id:
            raise AuthenticationFailed(NO_SUCH_KEY)
        member = member_of_user(key.user)
        # Whoever left, or has no role any more, is nobody here, whatever their keys say.
        if member is None or not member.roles or member.erased_at is not None:
            raise AuthenticationFailed(NO_SUCH_KEY)
        if is_due(key.last_used_at, now):
            _note_after_this_call(request.tenant, key, now)
        request._request.member = member
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def _note_after_this_call(tenant: Tenant, key: ApiKey, now: datetime) -> None:
    """Once the call's own transaction is over: its row is locked for no other call of the same key, a call that
    changes nothing stays one, and where the note cannot be written (a database that only reads) the answer is given.
    """

    def note() -> None:
        with tenant_scope(tenant):
            note_key_use(key_id=key.pk, now=now)

    transaction.on_commit(note, robust=True)


class MemberSessionAuthentication(SessionAuthentication):
    """The session cookie with its CSRF token, of somebody who is a member here.

    The middleware found the member, and takes the session away from the desk without its second factor.
    """

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        if getattr(request._request, "member", None) is None:
            return None
        return super().authenticate(request)
