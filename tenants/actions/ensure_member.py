"""Gives a person a place in a marketplace, or adds to the one they have."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from accounts.actions.ensure_user import ensure_user
from audit.actions.record_entry import record_entry
from policy.problems import Problem
from policy.terms import ProblemCode
from tenants.models import Member, Role, Tenant
from tenants.queries import member_of_external_id, member_of_user
from wire.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User


class UnableToEnsureMember(Refused):
    """The person cannot be told apart from another, or a role does not exist."""


@transaction.atomic
def ensure_member(
    *,
    tenant: Tenant,
    by: Member | None = None,
    email: str = "",
    external_id: str = "",
    name: str = "",
    roles: Iterable[str],
    user: User | None = None,
    now: datetime,
) -> Member:
    """The member whom `external_id`, `user` or `email` names, with `roles` among theirs.

    Doing it again changes nothing. An e-mail address without an account gets one, without a password: its owner
    sets it through the reset. A member who has an account keeps it and its address, whatever `email` says, so that
    nobody is moved to another person's account by an import.
    """
    roles = sorted(set(roles))
    if unknown := [role for role in roles if role not in Role.values]:
        raise _refusal("/roles", f"There is no role {', '.join(unknown)}; roles are {', '.join(Role.values)}.")
    if not (email or external_id or user):
        raise _refusal("/email", "Name the person by an e-mail address or an external id.")
    member = member_of_external_id(external_id)
    if user is None and email and (member is None or member.user_id is None):
        user = ensure_user(email=email, name=name)
    by_user = member_of_user(user) if user else None
    if member is None:
        member = by_user
    elif by_user is not None and by_user.pk != member.pk:
        raise _refusal("/email", f"{user.email} belongs to another member of this marketplace.")
    if member is None:
        return _join(tenant, by, user, email, external_id, name, roles, now)
    return _add_to(tenant, by, member, user, external_id, name, roles, now)


def _join(
    tenant: Tenant,
    by: Member | None,
    user: User | None,
    email: str,
    external_id: str,
    name: str,
    roles: list[str],
    now: datetime,
) -> Member:
    try:
        with transaction.atomic():
            member = Member.objects.create(
                tenant=tenant,
                user=user,
                external_id=external_id,
                name=name or (user.name if user else ""),
                email=user.email if user else email,
                roles=roles,
                joined_at=now,
            )
    except IntegrityError:
        # Somebody made the same member a moment ago; what they made is what we were asked for.
        member = member_of_external_id(external_id) or (member_of_user(user) if user else None)
        if member is None:
            raise
        return _add_to(tenant, by, member, user, external_id, name, roles, now)
    record_entry(tenant=tenant, by=by, action="member.joined", subject=member, now=now, data={"roles": roles})
    return member


def _add_to(
    tenant: Tenant,
    by: Member | None,
    member: Member,
    user: User | None,
    external_id: str,
    name: str,
    roles: list[str],
    now: datetime,
) -> Member:
    if external_id and member.external_id not in ("", external_id):
        raise _refusal("/external_id", f"This member is already known as {member.external_id!r}.")
    changed = []
    if user is not None and member.user_id is None:
        member.user, member.email = user, user.email
        changed += ["user", "email"]
    elif user is not None and member.user_id != user.pk:
        raise _refusal("/email", "This member has another account already.")
    if external_id and not member.external_id:
        member.external_id = external_id
        changed.append("external_id")
    if name and not member.name:
        member.name = name
        changed.append("name")
    added = [role for role in roles if role not in member.roles]
    if added:
        member.roles = sorted({*member.roles, *added})
        changed.append("roles")
    if changed:
        member.save(update_fields=changed)
    if added:
        record_entry(tenant=tenant, by=by, action="member.roles_added", subject=member, now=now, data={"roles": added})
    return member


def _refusal(pointer: str, detail: str) -> UnableToEnsureMember:
    return UnableToEnsureMember(Problem(ProblemCode.VALIDATION_FAILED, pointer, detail))
