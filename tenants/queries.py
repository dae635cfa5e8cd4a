"""Reads of marketplaces, members and policy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from tenants.models import Member, PolicyVersion, Tenant


def tenant_of_host(host: str) -> Tenant | None:
    """The marketplace that answers at `host` (with or without a port), or None."""
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return Tenant.objects.filter(host=name.lower().rstrip(".")).first()


def all_tenants() -> list[Tenant]:
    return list(Tenant.objects.order_by("slug"))


def tenant_of_slug(slug: str) -> Tenant | None:
    return Tenant.objects.filter(slug=slug).first()


def tenant_of_id(tenant_id: str | UUID) -> Tenant:
    return Tenant.objects.get(pk=tenant_id)


def member_of_user(user) -> Member | None:
    """The member that `user` is in the marketplace of the active scope, or None."""
    return Member.objects.filter(user=user).first()


def member_of_external_id(external_id: str) -> Member | None:
    return Member.objects.filter(external_id=external_id).first() if external_id else None


def members_of_external_ids(external_ids: Iterable[str]) -> dict[str, Member]:
    found = Member.objects.filter(external_id__in=list(external_ids))
    return {member.external_id: member for member in found}


def policy_in_force(*, at: datetime) -> PolicyVersion:
    """The newest version whose time had come at `at`; before the first, the first."""
    version = PolicyVersion.objects.filter(effective_from__lte=at).order_by("-effective_from", "-number").first()
    return version or PolicyVersion.objects.order_by("number")[0]


def policy_of_number(number: int) -> PolicyVersion | None:
    return PolicyVersion.objects.filter(number=number).first()


def next_policy_number() -> int:
    return (PolicyVersion.objects.aggregate(highest=Max("number"))["highest"] or 0) + 1
