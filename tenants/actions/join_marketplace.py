"""Lets somebody with an account into a marketplace as a buyer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings

from tenants.actions.ensure_member import ensure_member
from tenants.models import Member, Role, Tenant

if TYPE_CHECKING:
    from accounts.models import User


def join_marketplace(*, tenant: Tenant, user: User, language: str = "", now: datetime) -> Member:
    """The buyer that `user` is from now on; a member already there stays as they are.

    The caller has seen that the account's e-mail address is proven. In `language`, which their browser asks for,
    they are written to until they choose another.
    """
    member = ensure_member(tenant=tenant, user=user, name=user.name, roles=[Role.BUYER], now=now)
    if language in dict(settings.LANGUAGES) and not member.language:
        Member.objects.filter(pk=member.pk).update(language=language)
        member.language = language
    return member
