"""What callers may do, before anything is looked up: the key's scope, and the roles that each scope takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from integrations.keys import ROLES_OF
from tenants.models import Member, Role
from wire.calls import ANY_SCOPE, PUBLIC, WRITES
from wire.refusals import NotPermitted

if TYPE_CHECKING:
    from accounts.models import ApiKey
    from wire.views import ApiView


class HasScope(BasePermission):
    """Lets a call through if its key has the scope that the view names for the method, and its member a role.

    A method for which the view names no scope is closed to all. Raises NotPermitted with what is lacking.
    """

    def has_permission(self, request: Request, view: ApiView) -> bool:
        method = "GET" if request.method == "HEAD" else request.method
        if method not in WRITES | {"GET"} or not hasattr(view, method.lower()):
            return True  # the view answers 405
        scope = view.scopes.get(method)
        if scope == PUBLIC:
            return True
        if not request.user.is_authenticated or request.member is None:
            return False
        if scope is None:
            raise NotPermitted("This cannot be done through the API.")
        if scope != ANY_SCOPE:
            _require(scope, request.auth, request.member)
        elif request.auth is not None and not _any_power(request.auth, request.member):
            raise NotPermitted("None of this key's scopes goes with a role that its user has here.")
        return True


def _require(scope: str, key: ApiKey | None, member: Member) -> None:
    if key is not None and scope not in key.scopes:
        raise NotPermitted(f"This key lacks the scope {scope}.")
    if ROLES_OF[scope].isdisjoint(member.roles):
        takes = ", ".join(role for role in Role if role in ROLES_OF[scope])
        raise NotPermitted(f"The scope {scope} takes one of these roles: {takes}.")


def _any_power(key: ApiKey, member: Member) -> bool:
    return any(not ROLES_OF[scope].isdisjoint(member.roles) for scope in key.scopes if scope in ROLES_OF)


def require_role(view: ApiView, request: Request) -> None:
    """Raises NotPermitted unless whoever acts has a role that the view keeps the method for."""
    wanted = view.roles.get("GET" if request.method == "HEAD" else request.method)
    if wanted is None:
        return
    member = request.member
    roles = {Role.SELLER} if member and member.acting_for_seller_id else set(member.roles if member else ())
    if roles.isdisjoint(wanted):
        raise NotPermitted(f"This is for: {', '.join(wanted)}.")
