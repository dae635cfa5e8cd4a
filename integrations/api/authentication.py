"""Who calls: a key that acts as its user, or a signed-in member; both only in the host's marketplace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.queries import key_of_token
from tenants.queries import member_of_user

if TYPE_CHECKING:
    from accounts.models import ApiKey

# One sentence for a key that is unknown, expired, revoked or another marketplace's: trying teaches nothing.
NO_SUCH_KEY = "This key is not valid here."


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer KEY`. Sets `request.member` to what the key's user is in this marketplace."""

    def authenticate(self, request: Request) -> tuple[Any, ApiKey] | None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        key = key_of_token(token.strip(), timezone.now())
        if key is None or key.tenant_id != request.tenant.id:
            raise AuthenticationFailed(NO_SUCH_KEY)
        member = member_of_user(key.user)
        if member is None:
            raise AuthenticationFailed(NO_SUCH_KEY)
        request._request.member = member
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class MemberSessionAuthentication(SessionAuthentication):
    """The session cookie with its CSRF token, of somebody who is a member here.

    The middleware found the member, and takes the session away from the desk without its second factor.
    """

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        if getattr(request._request, "member", None) is None:
            return None
        return super().authenticate(request)
