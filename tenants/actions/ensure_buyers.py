"""Gives many buyers without an account a place in a marketplace at once, for imports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from tenants.models import Member, Role, Tenant
from tenants.queries import members_of_external_ids


@transaction.atomic
def ensure_buyers(
    *, tenant: Tenant, by: Member | None = None, names: Mapping[str, str], now: datetime
) -> dict[str, Member]:
    """The members of the external ids in `names`, made where missing, each with the buyer's role.

    Doing it again changes nothing; existing names stay. One entry of the log stands for all who joined.
    """
    found = members_of_external_ids(names)
    missing = [
        Member(tenant=tenant, external_id=external_id, name=names[external_id], roles=[Role.BUYER], joined_at=now)
        for external_id in sorted(names.keys() - found.keys())
    ]
    if missing:
        Member.objects.bulk_create(missing, ignore_conflicts=True)
        if Member.objects.filter(pk__in=[member.pk for member in missing]).count() == len(missing):
            found.update((member.external_id, member) for member in missing)
        else:  # somebody made one of them at the same moment
            found = members_of_external_ids(names)
        data = {"roles": [Role.BUYER.value], "members": len(missing)}
        record_entry(tenant=tenant, by=by, action="members.joined", subject=tenant, now=now, data=data)
    others = [member for member in found.values() if Role.BUYER not in member.roles]
    for member in others:
        member.roles = sorted({*member.roles, Role.BUYER})
    Member.objects.bulk_update(others, ["roles"])
    return found
